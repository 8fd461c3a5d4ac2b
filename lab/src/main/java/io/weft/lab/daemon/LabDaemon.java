package io.weft.lab.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weft.lab.Lab;
import io.weft.lab.state.ObjectReader;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.topology.Tunnel;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;

/// Owns one lab until it is told to take it down, or is ended by a signal; both leave nothing.
///
/// Arguments: name, number of nodes, tunnel, `dual` or `ipv4`, `keep` or `remove`.
public final class LabDaemon {

  private final Lab lab;
  private final ServerSocketChannel server;

  private LabDaemon(Lab lab) throws IOException {
    this.lab = lab;
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(lab.paths().socket()));
    Files.setPosixFilePermissions(
        lab.paths().socket(), PosixFilePermissions.fromString("rw-------"));
  }

  /// Brings the lab up and serves requests until `down`.
  public static void main(String[] arguments) throws IOException {
    Lab lab =
        Lab.up(
            LabSpec.ofNodes(
                arguments[0],
                Integer.parseInt(arguments[1]),
                arguments[3].equals("dual"),
                Tunnel.valueOf(arguments[2])),
            arguments[4].equals("keep"));
    new LabDaemon(lab).serve();
    lab.close();
    System.exit(0);
  }

  private void serve() throws IOException {
    boolean up = true;
    while (up) {
      try (SocketChannel client = server.accept()) {
        up = answer(client);
      } catch (IOException e) {
        System.err.println("client went away: " + e.getMessage());
      }
    }
    Files.delete(lab.paths().socket());
  }

  /// Answers one request; false after `down`.
  private boolean answer(SocketChannel client) throws IOException {
    BufferedReader reader = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
    String line = reader.readLine();
    if (line == null) {
      return true;
    }
    JsonNode request = ObjectReader.JSON.readTree(line);
    ObjectNode response = ObjectReader.JSON.createObjectNode();
    try {
      response.set("result", new LabRequests(lab).serve(request));
    } catch (RuntimeException e) {
      response.put("error", e.getMessage() == null ? e.toString() : e.getMessage());
    }
    ByteBuffer bytes = ByteBuffer.wrap((response + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      int _ = client.write(bytes);
    }
    return !request.path("command").asText().equals("down");
  }
}
