package io.weft.policy.oracle;

import io.weft.cluster.ClusterState;
import io.weft.cluster.Namespace;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.NetworkPolicy.Peer;
import io.weft.cluster.NetworkPolicy.Port;
import io.weft.cluster.NetworkPolicy.Rule;
import io.weft.cluster.Pod;
import io.weft.cluster.PortReference;
import io.weft.policy.oracle.Party.PodParty;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Judges connections in one state of the cluster (networking.k8s.io/v1 `NetworkPolicy`).
///
/// Where the documentation is silent: a Pod's own node always reaches it and is always reached by
/// it; a Pod always reaches itself; Pods on the host's network are their node, neither subject nor
/// peer by labels; a block matches Pods' addresses too; a port name means what the receiving Pod's
/// containers declare with the same protocol, and nothing where the receiver is no Pod.
public final class Oracle {

  private final AddressBook book;
  private final Map<String, Map<String, String>> namespaceLabels = new HashMap<>();
  private final Map<String, List<NetworkPolicy>> policies = new HashMap<>();

  /// @param state the state to judge in; later changes of it are not seen
  public Oracle(ClusterState state) {
    book = new AddressBook(state);
    state.all(Namespace.class).forEach(ns -> namespaceLabels.put(ns.name(), ns.labels().byKey()));
    state
        .all(NetworkPolicy.class)
        .forEach(p -> policies.computeIfAbsent(p.namespace(), _ -> new ArrayList<>()).add(p));
  }

  /// Whether the connection comes about, as far as policies have a say.
  public Verdict judge(Question question) {
    Party source = book.party(question.source());
    Party destination = book.party(question.destination());
    List<String> reasons = new ArrayList<>();
    boolean allowed = true;
    if (source instanceof PodParty sender
        && destination instanceof PodParty receiver
        && sender.pod().key().equals(receiver.pod().key())) {
      return new Verdict(true, List.of(sender.pod().key() + " always reaches itself"));
    }
    if (source instanceof PodParty sender) {
      Side side = new Side("egress", sender, destination, question);
      allowed &= side.judge(reasons);
    }
    if (destination instanceof PodParty receiver) {
      Side side = new Side("ingress", receiver, source, question);
      allowed &= side.judge(reasons);
    }
    if (reasons.isEmpty()) {
      reasons.add("neither side is a Pod with a network of its own");
    }
    return new Verdict(allowed, reasons);
  }

  /// One end of the connection as the subject of policies.
  private final class Side {

    private final String direction;
    private final PodParty subject;
    private final Party peer;
    private final Question question;

    Side(String direction, PodParty subject, Party peer, Question question) {
      this.direction = direction;
      this.subject = subject;
      this.peer = peer;
      this.question = question;
    }

    boolean judge(List<String> reasons) {
      String about = direction + " of " + subject.pod().key() + ": ";
      if (subject.runsOn(peer)) {
        reasons.add(about + "its own node is always allowed");
        return true;
      }
      List<NetworkPolicy> isolating = isolating();
      if (isolating.isEmpty()) {
        reasons.add(about + "no policy isolates it");
        return true;
      }
      List<String> allowing = new ArrayList<>();
      for (NetworkPolicy policy : isolating) {
        for (Rule rule : ingress() ? policy.ingress() : policy.egress()) {
          if (allows(policy, rule)) {
            allowing.add(policy.key() + " " + direction + "[" + rule.index() + "]");
          }
        }
      }
      String isolators =
          isolating.stream().map(p -> p.key().toString()).collect(Collectors.joining(", "));
      reasons.add(
          about
              + (allowing.isEmpty()
                  ? "isolated by " + isolators + ", and no rule allows it"
                  : "allowed by " + String.join(", ", allowing)));
      return !allowing.isEmpty();
    }

    private boolean ingress() {
      return direction.equals("ingress");
    }

    private List<NetworkPolicy> isolating() {
      Pod pod = subject.pod();
      return policies.getOrDefault(pod.namespace(), List.of()).stream()
          .filter(policy -> ingress() ? policy.isolatesIngress() : policy.isolatesEgress())
          .filter(policy -> Selection.selects(policy.podSelector(), pod.labels().byKey()))
          .toList();
    }

    private boolean allows(NetworkPolicy policy, Rule rule) {
      boolean peerMatches = rule.peers().isEmpty();
      for (Peer candidate : rule.peers()) {
        peerMatches |= isPeer(policy, candidate);
      }
      boolean portMatches = rule.ports().isEmpty();
      for (Port port : rule.ports()) {
        portMatches |= isPort(port);
      }
      return peerMatches && portMatches;
    }

    private boolean isPeer(NetworkPolicy policy, Peer candidate) {
      return switch (candidate) {
        case Peer.IpBlock(var cidr, var except) ->
            cidr.contains(peer.address())
                && except.stream().noneMatch(block -> block.contains(peer.address()));
        case Peer.Pods(var namespaces, var pods) -> {
          if (!(peer instanceof PodParty(_, Pod pod))) {
            yield false;
          }
          boolean namespaceMatches =
              namespaces.isPresent()
                  ? Selection.selects(namespaces.get(), labelsOf(pod.namespace()))
                  : pod.namespace().equals(policy.namespace());
          yield namespaceMatches
              && (pods.isEmpty() || Selection.selects(pods.get(), pod.labels().byKey()));
        }
      };
    }

    private boolean isPort(Port port) {
      if (port.protocol() != question.protocol()) {
        return false;
      }
      if (port.port().isEmpty()) {
        return true;
      }
      return switch (port.port().get()) {
        case PortReference.Numbered(int first) ->
            first <= question.port() && question.port() <= port.endPort().orElse(first);
        case PortReference.Named(String name) -> {
          Party receiver = ingress() ? subject : peer;
          yield receiver instanceof PodParty(_, Pod pod)
              && pod.ports().stream()
                  .anyMatch(declared ->
                      declared.name().equals(name)
                          && declared.protocol() == question.protocol()
                          && declared.port() == question.port());
        }
      };
    }
  }

  /// A namespace that is not known has the label that the API server gives to all.
  private Map<String, String> labelsOf(String namespace) {
    return namespaceLabels.getOrDefault(
        namespace, Map.of("kubernetes.io/metadata.name", namespace));
  }
}
