package io.weft.integration;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.cni.linux.KernelSocket;
import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.process.Command;
import io.weft.lab.state.ObjectReader;
import io.weft.net.MacAddress;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Sends raw frames through an interface of a namespace.
final class Attacker implements AutoCloseable {

  private final MacAddress mac;
  private final KernelSocket socket;

  Attacker(NetworkNamespace namespace, String device) {
    JsonNode link = link(namespace, device);
    this.mac = MacAddress.parse(link.path("address").asText());
    int index = link.path("ifindex").asInt();
    this.socket = namespace.call(() -> KernelSocket.packet(index));
  }

  /// What `ip link` says about an interface.
  static JsonNode link(NetworkNamespace namespace, String device) {
    try {
      return ObjectReader.JSON
          .readTree(
              Command.of("ip", "-n", namespace.name(), "-j", "link", "show", "dev", device).run())
          .path(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The interface's own MAC address.
  MacAddress mac() {
    return mac;
  }

  void send(byte[] frame) {
    socket.send(frame);
  }

  @Override
  public void close() {
    socket.close();
  }
}
