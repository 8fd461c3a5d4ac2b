package io.weft.controller.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.ObjectKey;
import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.openflow.message.CtFlush;
import io.weft.pipeline.service.Face;
import io.weft.pipeline.service.HostShare;
import io.weft.pipeline.service.ServiceEndpoint.Target;
import io.weft.pipeline.table.Reserved;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StaleDatagramsTest {

  private static final IpAddress VIP = IpAddress.parse("10.96.0.10");
  private static final List<IpAddress> NODE = List.of(IpAddress.parse("172.18.0.11"));
  private static final Target ONE = new Target(IpAddress.parse("10.244.1.11"), 8080);
  private static final Target OTHER = new Target(IpAddress.parse("10.244.2.11"), 8080);

  private static HostShare dns(Set<HostShare.NodePort> nodePorts, Target... targets) {
    return new HostShare(
        nodePorts,
        Map.of(),
        Set.of(),
        Optional.empty(),
        new HostShare.Datagrams(Set.of(new Face(VIP, Protocol.UDP, 53)), Set.of(targets)));
  }

  private static List<CtFlush> flushes(HostShare before, HostShare after) {
    var change = new HostShare.Change(ObjectKey.service("kube-system", "dns"), before, after);
    return StaleDatagrams.flushes(change, NODE);
  }

  @Test
  void whatWasSentToAVanishedEndpointIsForgottenAndNothingElse() {
    List<CtFlush> flushes = flushes(dns(Set.of(), ONE, OTHER), dns(Set.of(), OTHER));
    assertThat(flushes)
        .singleElement()
        .satisfies(flush -> {
          assertThat(flush.protocol()).isEqualTo(17);
          assertThat(flush.zone()).contains(Reserved.ZONE);
          assertThat(flush.original().destination()).contains(VIP);
          assertThat(flush.original().destinationPort()).contains(53);
          assertThat(flush.reply().source()).contains(ONE.address());
          assertThat(flush.reply().sourcePort()).contains(8080);
        });
  }

  @Test
  void whatWasSentBeforeThereWasTheServiceIsForgotten() {
    assertThat(flushes(HostShare.NONE, dns(Set.of(), ONE)))
        .singleElement()
        .satisfies(flush -> assertThat(flush.reply()).isEqualTo(CtFlush.Tuple.ANY));
  }

  @Test
  void moreEndpointsForgetNothing() {
    assertThat(flushes(dns(Set.of(), ONE), dns(Set.of(), ONE, OTHER))).isEmpty();
  }

  @Test
  void nodePortsAreForgottenWhereTheyAreAskedFor() {
    Set<HostShare.NodePort> ports =
        Set.of(new HostShare.NodePort(IpFamily.IPV4, Protocol.UDP, 30053));
    assertThat(flushes(dns(ports, ONE), dns(ports)))
        .extracting(flush -> flush.original().destination().orElseThrow())
        .containsExactlyInAnyOrder(VIP, NODE.getFirst(), Reserved.nodePorts(IpFamily.IPV4));
  }
}
