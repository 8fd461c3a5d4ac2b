package io.weft.lab.bench.services;

import io.weft.lab.Lab;
import io.weft.lab.bench.BenchLab;
import io.weft.lab.bench.load.LoadServer;
import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.topology.Tunnel;
import io.weft.net.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// The baseline: a namespace whose table `nat` is loaded by iptables' legacy tool, with a server
/// behind a link, in another namespace.
final class ProxyTable implements AutoCloseable {

  private static final List<IpAddress> SERVERS =
      IntStream.range(0, ManyServices.TEN_THOUSAND.endpoints())
          .mapToObj(number -> IpAddress.parse("192.0.2.2").plus(number))
          .toList();

  private final NetworkNamespace client;
  private final NetworkNamespace outside;
  private final Path rules;
  private final LoadServer server;

  private ProxyTable(
      NetworkNamespace client, NetworkNamespace outside, Path rules, LoadServer server) {
    this.client = client;
    this.outside = outside;
    this.rules = rules;
    this.server = server;
  }

  /// The lab beside which it stands: one node whose agent does not audit meanwhile, for an audit of
  /// everything has nothing to do with a load or a change.
  static Lab lab() {
    return Lab.up(
        LabSpec.ofNodes(BenchLab.name(), 1, false, Tunnel.GENEVE).with("auditInterval", "1h"));
  }

  /// Builds both namespaces.
  ///
  /// @param lab whose it is: it goes with the lab
  static ProxyTable create(Lab lab) {
    String prefix = "weft-" + lab.spec().name() + "_";
    NetworkNamespace client = new NetworkNamespace(prefix + "proxy-c");
    NetworkNamespace outside = new NetworkNamespace(prefix + "proxy-s");
    client.create();
    outside.create();
    client.ip(
        "link add eth0 type veth peer name eth0 netns " + outside.name(),
        "addr add 192.0.2.1/24 dev eth0",
        "link set eth0 up",
        "route add default via " + SERVERS.getFirst());
    SERVERS.forEach(address -> outside.ip("addr add %s/24 dev eth0".formatted(address)));
    outside.ip("link set eth0 up");
    return new ProxyTable(
        client,
        outside,
        lab.paths().root().resolve("proxy-rules"),
        LoadServer.open(outside, ManyServices.TARGET_PORT));
  }

  /// Where the server can be reached.
  List<IpAddress> servers() {
    return SERVERS;
  }

  NetworkNamespace client() {
    return client;
  }

  /// Empties the table.
  void clear() {
    String _ = client.command("iptables-legacy", "-t", "nat", "-F").run();
    String _ = client.command("iptables-legacy", "-t", "nat", "-X").run();
  }

  /// What processes of the namespace send is translated from now on.
  void serve() {
    String _ =
        client.command("iptables-legacy", "-t", "nat", "-A", "OUTPUT", "-j", "KUBE-SERVICES").run();
  }

  /// Restores rules without emptying the table, and tells the tool's processor time, user and system,
  /// in seconds.
  ///
  /// @throws io.weft.lab.process.CommandFailedException if the tool refuses them
  double restore(String text) {
    try {
      Files.writeString(rules, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String command =
        "TIMEFORMAT='%%U %%S'; { time iptables-legacy-restore --noflush < %s; } 2>&1"
            .formatted(rules);
    String[] times = client.command("bash", "-ec", command).run().strip().split(" ", -1);
    return Double.parseDouble(times[0]) + Double.parseDouble(times[1]);
  }

  @Override
  public void close() {
    server.close();
    List.of(client, outside).forEach(NetworkNamespace::delete);
  }
}
