package io.weft.cluster;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.util.List;
import java.util.Optional;

/// A Pod (core/v1 `Pod`).
///
/// @param key its namespace and name
/// @param uid `metadata.uid`; empty where the source has none (standalone mode)
/// @param labels its labels
/// @param nodeName the node it is bound to, if it is
/// @param hostNetwork whether it lives in its node's own network namespace
/// @param phase `status.phase`
/// @param terminating whether `metadata.deletionTimestamp` is set
/// @param ips `status.podIPs`, at most one of each family; empty until the Pod is wired
/// @param ports the ports that its containers (restartable init containers included) declare
public record Pod(
    ObjectKey key,
    String uid,
    Labels labels,
    Optional<String> nodeName,
    boolean hostNetwork,
    Phase phase,
    boolean terminating,
    List<IpAddress> ips,
    List<ContainerPort> ports)
    implements ClusterObject {

  /// `status.phase`.
  public enum Phase {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    UNKNOWN
  }

  /// A declared port of a container (core/v1 `ContainerPort`).
  ///
  /// @param name the name that policies and Services may refer to; empty if it has none
  /// @param protocol its protocol
  /// @param port its number, 1 to 65535
  public record ContainerPort(String name, Protocol protocol, int port) {
    public ContainerPort {
      Ports.check(port);
    }
  }

  public Pod {
    key.require(ObjectKey.Kind.POD);
    ips = List.copyOf(ips);
    ports = List.copyOf(ports);
  }

  /// The Pod of this namespace and name.
  public Pod(
      String namespace,
      String name,
      String uid,
      Labels labels,
      Optional<String> nodeName,
      boolean hostNetwork,
      Phase phase,
      boolean terminating,
      List<IpAddress> ips,
      List<ContainerPort> ports) {
    this(
        ObjectKey.pod(namespace, name),
        uid,
        labels,
        nodeName,
        hostNetwork,
        phase,
        terminating,
        ips,
        ports);
  }

  public String namespace() {
    return key.namespace();
  }

  public String name() {
    return key.name();
  }

  /// Whether its containers have ended for good: such a Pod owns no address any more.
  public boolean terminated() {
    return phase == Phase.SUCCEEDED || phase == Phase.FAILED;
  }

  public Optional<IpAddress> ip(IpFamily family) {
    return ips.stream().filter(ip -> ip.family() == family).findFirst();
  }
}
