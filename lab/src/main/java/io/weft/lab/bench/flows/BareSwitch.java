package io.weft.lab.bench.flows;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.weft.lab.bench.BenchLab;
import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.node.Ovs;
import io.weft.openflow.client.ConnectionListener;
import io.weft.openflow.client.ConnectionLostException;
import io.weft.openflow.client.ConnectionSettings;
import io.weft.openflow.client.OpenFlowConnection;
import io.weft.openflow.message.Message.Features;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// An Open vSwitch of its own with bridges that have no ports, and our client's connections to them.
final class BareSwitch implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 120;

  private final NetworkNamespace namespace;
  private final Path directory;
  private final Ovs ovs;
  private final Vertx vertx = Vertx.vertx();

  private BareSwitch(NetworkNamespace namespace, Path directory, Ovs ovs) {
    this.namespace = namespace;
    this.directory = directory;
    this.ovs = ovs;
  }

  /// Starts it.
  static BareSwitch start() {
    try {
      NetworkNamespace namespace = new NetworkNamespace("weft-" + BenchLab.name() + "_flows");
      namespace.create();
      Path directory = Files.createTempDirectory("weft-bench");
      return new BareSwitch(namespace, directory, Ovs.start(namespace, directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Ovs ovs() {
    return ovs;
  }

  /// A file beside the switch's own.
  Path write(String name, List<String> lines) {
    try {
      return Files.write(directory.resolve(name), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Adds a bridge of the userspace datapath and connects to it.
  OpenFlowConnection bridge(String name) {
    String _ =
        ovs.vsctl(
                "add-br",
                name,
                "--",
                "set",
                "bridge",
                name,
                "datapath_type=netdev",
                "fail_mode=secure")
            .run();
    OpenFlowConnection connection =
        OpenFlowConnection.open(
            vertx,
            SocketAddress.domainSocketAddress(directory.resolve(name + ".mgmt").toString()),
            ConnectionSettings.DEFAULT,
            new Indifferent());
    Features _ = await(connection.firstHandshake());
    return connection;
  }

  /// Waits for an answer of the switch.
  ///
  /// @throws IllegalStateException if it fails, or has not come within two minutes
  static <T> T await(Future<T> answer) {
    try {
      return answer.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "the switch has not answered within %d s".formatted(PATIENCE_SECONDS), e);
    }
  }

  @Override
  public void close() {
    var _ = await(vertx.close());
    ovs.stop();
    namespace.delete();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The answers are looked at where they were asked for.
  private static final class Indifferent implements ConnectionListener {
    @Override
    public void connected(Features features) {}

    @Override
    public void disconnected(ConnectionLostException cause) {}
  }
}
