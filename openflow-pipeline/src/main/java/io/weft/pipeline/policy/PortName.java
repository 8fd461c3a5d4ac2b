package io.weft.pipeline.policy;

import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.PortReference;
import io.weft.cluster.Protocol;
import java.util.Comparator;
import java.util.Optional;

/// The name of a container port, for one protocol.
///
/// @param protocol the protocol
/// @param name the name
public record PortName(Protocol protocol, String name) implements Comparable<PortName> {

  private static final Comparator<PortName> ORDER =
      Comparator.comparing(PortName::protocol).thenComparing(PortName::name);

  /// The name by which a rule's port refers to a container port; empty if it gives a number or none.
  static Optional<PortName> of(NetworkPolicy.Port port) {
    return port.port()
        .flatMap(reference ->
            switch (reference) {
              case PortReference.Named(String name) ->
                  Optional.of(new PortName(port.protocol(), name));
              case PortReference.Numbered _ -> Optional.empty();
            });
  }

  @Override
  public int compareTo(PortName other) {
    return ORDER.compare(this, other);
  }

  /// `TCP/http`.
  @Override
  public String toString() {
    return protocol + "/" + Words.word(name);
  }
}
