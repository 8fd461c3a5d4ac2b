package io.weft.controller.service;

import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import io.weft.openflow.message.CtFlush;
import io.weft.openflow.message.CtFlush.Tuple;
import io.weft.pipeline.service.Face;
import io.weft.pipeline.service.Frontend;
import io.weft.pipeline.service.HostShare;
import io.weft.pipeline.service.ServiceEndpoint.Target;
import io.weft.pipeline.table.Reserved;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which tracked connections of datagrams must be forgotten when a Service changes: a client that
/// goes on sending from one port would never be sent to another endpoint.
///
/// TCP is left alone: an established connection lives as long as its endpoint does.
final class StaleDatagrams {

  private StaleDatagrams() {}

  /// Where clients send datagrams for a Service, as the bridge sees it.
  record Entrance(IpAddress address, int port) {}

  /// Flushes for what clients sent before there was the Service, and to endpoints that are none any
  /// more.
  ///
  /// @param nodeAddresses the node's own addresses, where Pods find node ports
  static List<CtFlush> flushes(HostShare.Change change, List<IpAddress> nodeAddresses) {
    Set<Entrance> before = entrances(change.before(), nodeAddresses);
    List<CtFlush> flushes = new ArrayList<>();
    for (Entrance entrance : entrances(change.after(), nodeAddresses)) {
      if (!before.contains(entrance)) {
        flushes.add(flush(entrance, Tuple.ANY));
      }
    }
    Set<Target> gone = new HashSet<>(change.before().datagrams().targets());
    gone.removeAll(change.after().datagrams().targets());
    for (Target target : gone) {
      Tuple reply =
          Tuple.of(Optional.of(target.address()), Optional.empty()).withSourcePort(target.port());
      for (Entrance entrance : before) {
        if (entrance.address().family() == target.address().family()) {
          flushes.add(flush(entrance, reply));
        }
      }
    }
    return flushes;
  }

  private static CtFlush flush(Entrance entrance, Tuple reply) {
    Tuple original =
        Tuple.of(Optional.empty(), Optional.of(entrance.address()))
            .withDestinationPort(entrance.port());
    return new CtFlush(Protocol.UDP.number(), original, reply, Optional.of(Reserved.ZONE));
  }

  /// All entrances for datagrams.
  static Set<Entrance> entrances(HostShare share, List<IpAddress> nodeAddresses) {
    Set<Entrance> entrances = new HashSet<>();
    for (Face face : share.datagrams().faces()) {
      entrances.add(new Entrance(face.address(), face.port()));
      Frontend frontend = share.frontends().get(face);
      if (frontend != null) {
        entrances.add(new Entrance(frontend.address(), frontend.port()));
      }
    }
    for (HostShare.NodePort port : share.nodePorts()) {
      if (port.protocol() == Protocol.UDP) {
        entrances.add(new Entrance(Reserved.nodePorts(port.family()), port.port()));
        nodeAddresses.stream()
            .filter(address -> address.family() == port.family())
            .forEach(address -> entrances.add(new Entrance(address, port.port())));
      }
    }
    return entrances;
  }
}
