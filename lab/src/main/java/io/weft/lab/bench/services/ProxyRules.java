package io.weft.lab.bench.services;

import io.weft.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// The same Services as kube-proxy 1.30 would give them to `iptables-restore --noflush` in its mode
/// iptables: a rule for each in KUBE-SERVICES, a chain for each with a mark rule and one rule by
/// endpoint and chance, a chain for each endpoint with a mark rule and one that translates, and the
/// comments on all of them.
///
/// @param services which Services
record ProxyRules(ManyServices services) {

  private static final String POD_RANGE = "10.128.0.0/9";

  /// A Service with its endpoints, as rules.
  private record Chains(List<String> names, List<String> rules) {}

  /// Everything, for an empty table.
  ///
  /// @param reached addresses that all endpoints of the first and the last Service have instead
  String all(List<IpAddress> reached) {
    List<String> chains = new ArrayList<>(List.of("KUBE-SERVICES", "KUBE-NODEPORTS"));
    chains.addAll(List.of("KUBE-POSTROUTING", "KUBE-MARK-MASQ"));
    List<String> rules =
        new ArrayList<>(
            List.of(
                "-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN",
                "-A KUBE-POSTROUTING -j MARK --xor-mark 0x4000",
                "-A KUBE-POSTROUTING -m comment --comment \"kubernetes service traffic requiring"
                    + " SNAT\" -j MASQUERADE --random-fully",
                "-A KUBE-MARK-MASQ -j MARK --or-mark 0x4000"));
    for (int i = 0; i < services.services(); i++) {
      boolean edge = i == 0 || i == services.services() - 1;
      List<IpAddress> endpoints = edge && !reached.isEmpty() ? reached : services.addresses(i, 0);
      Chains own = chains(i, endpoints);
      chains.addAll(own.names());
      rules.add(
          "-A KUBE-SERVICES -m comment --comment \"%s cluster IP\" -m tcp -p tcp -d %s/32 --dport %d -j %s"
              .formatted(
                  port(i), ManyServices.clusterIp(i), ManyServices.PORT, own.names().getFirst()));
      rules.addAll(own.rules());
    }
    rules.add(
        "-A KUBE-SERVICES -m comment --comment \"kubernetes service nodeports; NOTE: this must be the"
            + " last rule in this chain\" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS");
    return text(chains, rules);
  }

  /// One Service whose first endpoint was exchanged: its own chains only. kube-proxy writes all of
  /// KUBE-SERVICES as well, so this is less than it does.
  String one(int service, int generation) {
    Chains own = chains(service, services.addresses(service, generation));
    return text(own.names(), own.rules());
  }

  private static Chains chains(int service, List<IpAddress> endpoints) {
    String name = port(service);
    String chain = chain("KUBE-SVC-", name + "tcp");
    List<String> chains = new ArrayList<>(List.of(chain));
    List<String> rules = new ArrayList<>();
    List<String> ends = new ArrayList<>();
    rules.add(
        "-A %s -m comment --comment \"%s cluster IP\" -m tcp -p tcp -d %s/32 --dport %d ! -s %s -j KUBE-MARK-MASQ"
            .formatted(chain, name, ManyServices.clusterIp(service), ManyServices.PORT, POD_RANGE));
    for (int i = 0; i < endpoints.size(); i++) {
      String target = endpoints.get(i) + ":" + ManyServices.TARGET_PORT;
      String end = chain("KUBE-SEP-", name + "tcp" + target + i);
      chains.add(end);
      int left = endpoints.size() - i;
      String chance =
          left == 1
              ? ""
              : " -m statistic --mode random --probability "
                  + String.format(Locale.ROOT, "%.10f", 1.0 / left);
      rules.add(
          "-A %s -m comment --comment \"%s -> %s\"%s -j %s"
              .formatted(chain, name, target, chance, end));
      ends.add(
          "-A %s -m comment --comment %s -s %s/32 -j KUBE-MARK-MASQ"
              .formatted(end, name, endpoints.get(i)));
      ends.add(
          "-A %s -m comment --comment %s -m tcp -p tcp -j DNAT --to-destination %s"
              .formatted(end, name, target));
    }
    rules.addAll(ends);
    return new Chains(chains, rules);
  }

  private static String port(int service) {
    return "bench/" + ManyServices.name(service) + ":http";
  }

  private static String text(List<String> chains, List<String> rules) {
    StringBuilder text = new StringBuilder("*nat\n");
    chains.forEach(chain -> text.append(":").append(chain).append(" - [0:0]\n"));
    rules.forEach(rule -> text.append(rule).append("\n"));
    return text.append("COMMIT\n").toString();
  }

  /// kube-proxy's names: letters of a hash, for chains have at most 28.
  private static String chain(String prefix, String of) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(of.getBytes(StandardCharsets.UTF_8));
      String letters = Base64.getUrlEncoder().encodeToString(hash).replaceAll("[-_=]", "X");
      return prefix + letters.substring(0, 16).toUpperCase(Locale.ROOT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
