package io.weft.controller.host;

import io.weft.net.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets the userspace datapath learn the Ethernet addresses of the other nodes before the first
/// packet for them comes.
///
/// Open vSwitch drops a tunnelled packet whose next hop it does not know, and asks only then: the
/// first connection between two nodes would take a second. It listens to answers that the host's
/// own stack gets, so an empty datagram to each node suffices.
final class UnderlayNeighbours {

  private static final Logger LOG = LoggerFactory.getLogger(UnderlayNeighbours.class);

  /// The discard service (RFC 863), which nobody runs.
  private static final int DISCARD = 9;

  private UnderlayNeighbours() {}

  /// Sends each node a datagram; whom it cannot be sent to is passed over.
  static void greet(Collection<IpAddress> nodes) {
    if (nodes.isEmpty()) {
      return;
    }
    try (DatagramChannel channel = DatagramChannel.open()) {
      for (IpAddress node : nodes) {
        greet(channel, node);
      }
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("problem", e.toString()).log("nodes could not be greeted");
    }
  }

  private static void greet(DatagramChannel channel, IpAddress node) {
    try {
      InetAddress address = InetAddress.getByAddress(node.toBytes());
      var _ = channel.send(ByteBuffer.allocate(0), new InetSocketAddress(address, DISCARD));
    } catch (IOException e) {
      LOG.atDebug()
          .addKeyValue("node", node)
          .addKeyValue("problem", e.toString())
          .log("node could not be greeted");
    }
  }
}
