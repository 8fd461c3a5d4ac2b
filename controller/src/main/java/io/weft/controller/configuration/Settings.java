package io.weft.controller.configuration;

import io.weft.net.IpPrefix;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// All keys of the agent's configuration. All are optional.
public final class Settings {

  /// Where the cluster's objects come from.
  public enum Source {
    AUTO,
    KUBERNETES,
    DIRECTORY
  }

  /// Which datapath of Open vSwitch forwards.
  public enum Datapath {
    AUTO,
    SYSTEM,
    NETDEV
  }

  /// How Pod traffic travels between nodes.
  public enum Tunnel {
    GENEVE,
    VXLAN,
    GRE
  }

  /// What happens to connections that a new policy would deny.
  public enum ExistingConnections {
    KEEP,
    RECHECK
  }

  /// How much the agent writes.
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  public static final Setting<String> NODE_NAME =
      new Setting<>(
          "nodeName", "NAME", "", "the Node object of this node; empty: the host's name", t -> t);
  public static final Setting<Source> SOURCE =
      new Setting<>(
          "source",
          "auto|kubernetes|directory",
          "auto",
          "where objects come from; auto: a stateDirectory if one is given, else the API server",
          Grammar.choice(Source.class));
  public static final Setting<Optional<Path>> STATE_DIRECTORY =
      new Setting<>(
          "stateDirectory",
          "PATH",
          "",
          "a directory of objects as YAML or JSON files, watched",
          Grammar.optional(Path::of));
  public static final Setting<String> KUBE_API_SERVER =
      new Setting<>(
          "kubeApiServer",
          "URL",
          "",
          "the API server; empty: from the Pod's service account or kubeconfig",
          Grammar::url);
  public static final Setting<Path> OVS_RUN_DIRECTORY =
      new Setting<>(
          "ovsRunDirectory",
          "PATH",
          "/var/run/openvswitch",
          "where Open vSwitch keeps its sockets",
          Path::of);
  public static final Setting<String> BRIDGE =
      new Setting<>(
          "bridge", "NAME", "br-int", "the bridge that Pods are attached to", Grammar::device);
  public static final Setting<Datapath> DATAPATH =
      new Setting<>(
          "datapath",
          "auto|system|netdev",
          "auto",
          "the kernel's datapath or the one in user space",
          Grammar.choice(Datapath.class));
  public static final Setting<Tunnel> TUNNEL =
      new Setting<>(
          "tunnel",
          "geneve|vxlan|gre",
          "geneve",
          "how Pod traffic travels between nodes",
          Grammar.choice(Tunnel.class));
  public static final Setting<Integer> TUNNEL_PORT =
      new Setting<>(
          "tunnelPort",
          "NUMBER",
          "0",
          "the UDP port of the tunnel; 0: the standard's own",
          Grammar.integer(0, 65535));
  public static final Setting<String> UNDERLAY_INTERFACE =
      new Setting<>(
          "underlayInterface",
          "NAME",
          "",
          "the interface between nodes; empty: the one that has the Node's InternalIP",
          Grammar.optionalDevice());
  public static final Setting<String> UNDERLAY_BRIDGE =
      new Setting<>(
          "underlayBridge",
          "NAME",
          "br-ex",
          "the bridge that takes over the underlay interface on the userspace datapath",
          Grammar::device);
  public static final Setting<Integer> MTU =
      new Setting<>(
          "mtu",
          "BYTES",
          "0",
          "the MTU of Pods and gateway; 0: what the underlay leaves after the tunnel's headers",
          Grammar.mtu());
  public static final Setting<String> GATEWAY_INTERFACE =
      new Setting<>(
          "gatewayInterface",
          "NAME",
          "weft-gw",
          "the interface between this host and its Pods",
          Grammar::gateway);
  public static final Setting<List<IpPrefix>> SERVICE_CIDRS =
      new Setting<>(
          "serviceCidrs",
          "CIDR,…",
          "",
          "the ranges of ClusterIPs; empty: from ServiceCIDR objects",
          Grammar::prefixes);
  public static final Setting<Boolean> SERVICES =
      new Setting<>(
          "services",
          "on|off",
          "on",
          "whether Services are Weft's; off where another proxy does them",
          Grammar::onOff);
  public static final Setting<List<IpPrefix>> NODE_PORT_ADDRESSES =
      new Setting<>(
          "nodePortAddresses",
          "CIDR,…",
          "",
          "which addresses of the node serve NodePorts; empty: all",
          Grammar::prefixes);
  public static final Setting<List<IpPrefix>> MASQUERADE_EXCLUDE =
      new Setting<>(
          "masqueradeExclude",
          "CIDR,…",
          "",
          "outside ranges that see Pods' own addresses",
          Grammar::prefixes);
  public static final Setting<ExistingConnections> EXISTING_CONNECTIONS =
      new Setting<>(
          "existingConnections",
          "keep|recheck",
          "keep",
          "whether a policy change ends connections that it denies",
          Grammar.choice(ExistingConnections.class));
  public static final Setting<Duration> POLICY_WAIT =
      new Setting<>(
          "policyWait",
          "DURATION",
          "5s",
          "how long an ADD waits for the Pod object before it asks to be tried again",
          Grammar.duration(Duration.ZERO, Duration.ofMinutes(2)));
  public static final Setting<Duration> CHANGE_INTERVAL =
      new Setting<>(
          "changeInterval",
          "DURATION",
          "400ms",
          "how far changes of the switch are apart that nobody waits for; 0s: each goes at once",
          Grammar.duration(Duration.ZERO, Duration.ofMinutes(1)));
  public static final Setting<Duration> AUDIT_INTERVAL =
      new Setting<>(
          "auditInterval",
          "DURATION",
          "60s",
          "how often the switch and the host are compared with what they should be",
          Grammar.duration(Duration.ofSeconds(1), Duration.ofHours(24)));
  public static final Setting<Path> AGENT_SOCKET =
      new Setting<>(
          "agentSocket",
          "PATH",
          "/run/weft/agent.sock",
          "the socket that the weft command line asks",
          Path::of);
  public static final Setting<Path> CNI_SOCKET =
      new Setting<>(
          "cniSocket",
          "PATH",
          "/run/weft/cni.sock",
          "the socket that the CNI executable asks",
          Path::of);
  public static final Setting<Optional<Path>> CNI_BIN_DIRECTORY =
      new Setting<>(
          "cniBinDirectory",
          "PATH",
          "",
          "where the CNI executable is installed; empty: nowhere",
          Grammar.optional(Path::of));
  public static final Setting<Optional<Path>> CNI_CONF_DIRECTORY =
      new Setting<>(
          "cniConfDirectory",
          "PATH",
          "",
          "where the CNI configuration is installed; empty: nowhere",
          Grammar.optional(Path::of));
  public static final Setting<List<String>> CNI_PLUGINS =
      new Setting<>(
          "cniPlugins",
          "auto|NAME,…",
          "auto",
          "CNI plugins to call behind Weft's; auto: portmap and bandwidth where they are installed",
          Grammar::names);
  public static final Setting<String> HEALTH_ADDRESS =
      new Setting<>(
          "healthAddress",
          "ADDRESS:PORT",
          "127.0.0.1:9465",
          "where /healthz, /readyz and /metrics are served; empty: nowhere",
          Grammar::hostAndPort);
  public static final Setting<LogLevel> LOG_LEVEL =
      new Setting<>(
          "logLevel",
          "error|warn|info|debug",
          "info",
          "how much the agent writes",
          Grammar.choice(LogLevel.class));

  /// Every key, in the order of the help.
  public static final List<Setting<?>> ALL =
      List.of(
          NODE_NAME,
          SOURCE,
          STATE_DIRECTORY,
          KUBE_API_SERVER,
          OVS_RUN_DIRECTORY,
          BRIDGE,
          DATAPATH,
          TUNNEL,
          TUNNEL_PORT,
          UNDERLAY_INTERFACE,
          UNDERLAY_BRIDGE,
          MTU,
          GATEWAY_INTERFACE,
          SERVICE_CIDRS,
          SERVICES,
          NODE_PORT_ADDRESSES,
          MASQUERADE_EXCLUDE,
          EXISTING_CONNECTIONS,
          POLICY_WAIT,
          CHANGE_INTERVAL,
          AUDIT_INTERVAL,
          AGENT_SOCKET,
          CNI_SOCKET,
          CNI_BIN_DIRECTORY,
          CNI_CONF_DIRECTORY,
          CNI_PLUGINS,
          HEALTH_ADDRESS,
          LOG_LEVEL);

  private Settings() {}
}
