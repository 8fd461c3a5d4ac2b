package io.weft.controller.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds other software's chains that drop what this host forwards for Pods.
///
/// A packet that is forwarded passes every base chain at the hook; one that drops it is enough, and an
/// accept in Weft's own table changes nothing about the others (nft(8)).
/// So all that helps is a rule in the chain that drops, or in one that it calls. A chain whose policy
/// is drop and whose table names the gateway interface is taken to have one.
final class ForwardPolicy {

  private static final Pattern TABLE = Pattern.compile("table (\\S+) (\\S+) \\{");
  private static final Pattern CHAIN = Pattern.compile("\\s*chain (\\S+) \\{");
  private static final Pattern DROPPING = Pattern.compile("hook forward .*policy drop;");

  private ForwardPolicy() {}

  /// A chain of nftables.
  ///
  /// @param family of its table
  /// @param table its table
  /// @param name its name
  record Chain(String family, String table, String name) {

    String path() {
      return family + " " + table + " " + name;
    }
  }

  /// The chains at the hook `forward` whose policy is drop.
  ///
  /// @param listing what `nft list chains` says
  static List<Chain> dropping(String listing) {
    List<Chain> chains = new ArrayList<>();
    String family = "";
    String table = "";
    String name = "";
    for (String line : listing.lines().toList()) {
      Matcher tableLine = TABLE.matcher(line);
      Matcher chainLine = CHAIN.matcher(line);
      if (tableLine.lookingAt()) {
        family = tableLine.group(1);
        table = tableLine.group(2);
      } else if (chainLine.lookingAt()) {
        name = chainLine.group(1);
      } else if (DROPPING.matcher(line).find() && !family.equals("bridge")) {
        chains.add(new Chain(family, table, name));
      }
    }
    return chains;
  }

  /// The chains that stand in the way of a gateway's traffic, one sentence each with the remedy.
  /// Blocks as [Nft] does.
  static List<String> obstacles(String gateway) {
    List<String> obstacles = new ArrayList<>();
    dropping(Nft.chains()).stream()
        .filter(chain -> !lets(Nft.table(chain.family(), chain.table()), gateway))
        .map(chain -> obstacle(chain, gateway))
        .forEach(obstacles::add);
    for (String version : List.of("ip", "ip6")) {
      if (drops(legacyRules(version), gateway)) {
        obstacles.add(legacyObstacle(version + "tables-legacy", gateway));
      }
    }
    return obstacles;
  }

  private static boolean lets(String rules, String gateway) {
    return rules.contains('"' + gateway + '"');
  }

  /// The older tables are not nft's to list; the kernel says whether there are any.
  private static String legacyRules(String version) {
    try {
      Path tables = Path.of("/proc/net/" + version + "_tables_names");
      return Files.exists(tables) && Files.readString(tables).contains("filter")
          ? Nft.run("", List.of(version + "tables-legacy", "-S"))
          : "";
    } catch (IOException | UncheckedIOException | IllegalStateException _) {
      return "";
    }
  }

  /// Whether rules as `iptables -S` prints them end in a drop of what the gateway forwards.
  static boolean drops(String rules, String gateway) {
    return rules.contains("-P FORWARD DROP") && !rules.contains(" " + gateway + " ");
  }

  private static String legacyObstacle(String command, String gateway) {
    return "%1$s: the policy of FORWARD is DROP, so Pods do not reach the outside; let it know them: %1$s -I FORWARD -i %2$s -j ACCEPT; %1$s -I FORWARD -o %2$s -j ACCEPT"
        .formatted(command, gateway);
  }

  private static String obstacle(Chain chain, String gateway) {
    String in = "nft insert rule %s iifname %s accept".formatted(chain.path(), gateway);
    String out = "nft insert rule %s oifname %s accept".formatted(chain.path(), gateway);
    return "chain '%s' drops what it does not know, so Pods do not reach the outside; let it know them: %s; %s"
        .formatted(chain.path(), in, out);
  }
}
