package io.weft.integration.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weft.openflow.DummyBridge;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A bridge that is asked thousands of times what it would do with a packet, over its daemon's
/// control socket.
///
/// @param bridge whose ports are `p1` to `p4`
record TracedBridge(DummyBridge bridge) implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  static TracedBridge start() {
    return new TracedBridge(DummyBridge.start());
  }

  /// Replaces all flows and groups of the bridge.
  void load(List<String> groups, List<String> flows) {
    bridge.ofctl("", "del-flows", "br0");
    bridge.ofctl("", "del-groups", "br0");
    bridge.ofctl(String.join("\n", groups) + "\n", "add-groups", "br0", "-");
    bridge.ofctl(String.join("\n", flows) + "\n", "add-flows", "br0", "-");
  }

  /// What `ofproto/trace` prints for the packet.
  String trace(String packet, List<String> connectionStates) throws IOException {
    List<String> parameters = new ArrayList<>(List.of("br0", packet));
    connectionStates.forEach(state -> parameters.addAll(List.of("--ct-next", state)));
    Map<String, Object> request = Map.of("method", "ofproto/trace", "params", parameters, "id", 1);
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(bridge.directory().resolve("ovs-vswitchd.ctl")));
      Channels.newOutputStream(channel)
          .write(JSON.writeValueAsString(request).getBytes(StandardCharsets.UTF_8));
      try (var parser = JSON.createParser(Channels.newInputStream(channel))) {
        JsonNode answer = parser.readValueAsTree();
        if (!answer.path("error").isNull()) {
          throw new IOException(packet + ": " + answer.path("error"));
        }
        return answer.path("result").asText();
      }
    }
  }

  @Override
  public void close() {
    bridge.close();
  }
}
