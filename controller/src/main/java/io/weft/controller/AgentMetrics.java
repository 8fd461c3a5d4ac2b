package io.weft.controller;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.weft.openflow.client.MessageCounts;
import io.weft.openflow.client.OpenFlowConnection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/// What Prometheus sees. The registry is made at the first look; the counts are kept where they
/// arise, so nothing is lost before.
final class AgentMetrics {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  AgentMetrics(NodeAgent agent) {
    List<Tag> node = List.of(Tag.of("node", agent.nodeName));
    gauge("weft_ready", "1 when the node is programmed", node, agent, a -> ready(a));
    gauge("weft_pods", "attached Pods", node, agent, a -> a.pods.pods().size());
    gauge("weft_objects", "objects of the cluster", node, agent, a -> a.objects.size());
    gauge(
        "weft_broken_objects",
        "objects that cannot be read",
        node,
        agent,
        a -> a.feed.broken().size());
    gauge(
        "weft_flows", "flows when last read back", node, agent, a -> a.flows.status().flowsRead());
    gauge("weft_flows_refused", "refused changes", node, agent, a -> a.flows.refused().size());
    FunctionTimer.builder(
            "weft_read_back",
            agent,
            a -> a.flows.status().readBacks(),
            a -> a.flows.status().readBackNanos(),
            TimeUnit.NANOSECONDS)
        .description("reading the bridge and comparing")
        .tags(node)
        .register(registry);
    counter(
        "weft_repairs", "readings with a difference", node, agent, a -> a.flows.status().repairs());
    counter(
        "weft_flow_mods", "flow-mods sent", node, agent, a -> count(a, MessageCounts::flowMods));
    counter(
        "weft_group_mods", "group-mods sent", node, agent, a -> count(a, MessageCounts::groupMods));
    FunctionTimer.builder(
            "weft_change",
            agent,
            a -> a.desired.times().count(),
            a -> a.desired.times().nanos(),
            TimeUnit.NANOSECONDS)
        .description("from news of the cluster or of a port to its flows confirmed")
        .tags(node)
        .register(registry);
    counter(
        "weft_packet_ins",
        "packets handed up",
        node,
        agent,
        a -> count(a, MessageCounts::packetIns));
    counter(
        "weft_openflow_errors",
        "errors of the bridge",
        node,
        agent,
        a -> count(a, MessageCounts::errors));
    counter("weft_cni_requests", "CNI requests", node, agent, a -> a.cni.requests());
    counter(
        "weft_cni_failures",
        "CNI requests answered with an error",
        node,
        agent,
        a -> a.cni.failures());
  }

  private static long ready(NodeAgent agent) {
    return agent.unready().isEmpty() ? 1 : 0;
  }

  private static long count(NodeAgent agent, ToLongFunction<MessageCounts> part) {
    return agent
        .bridge
        .connection()
        .map(OpenFlowConnection::counts)
        .map(part::applyAsLong)
        .orElse(0L);
  }

  private void gauge(
      String name, String help, List<Tag> tags, NodeAgent agent, ToLongFunction<NodeAgent> value) {
    Gauge.builder(name, agent, value::applyAsLong).description(help).tags(tags).register(registry);
  }

  private void counter(
      String name, String help, List<Tag> tags, NodeAgent agent, ToLongFunction<NodeAgent> value) {
    FunctionCounter.builder(name, agent, value::applyAsLong)
        .description(help)
        .tags(tags)
        .register(registry);
  }

  /// The exposition text.
  String text() {
    return registry.scrape();
  }
}
