package io.weft.controller.host;

import io.weft.cni.linux.Sysctl;
import io.weft.cni.linux.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The kernel settings that forwarding between Pods and the outside needs (sysctl(8),
/// `ip-sysctl` of the kernel's documentation).
final class HostSettings {

  private static final Logger LOG = LoggerFactory.getLogger(HostSettings.class);

  private HostSettings() {}

  /// What shall hold for a gateway interface of this name.
  static Map<String, Integer> wanted(String gateway) {
    Map<String, Integer> settings = new LinkedHashMap<>();
    settings.put("net/ipv4/ip_forward", 1);
    settings.put("net/ipv6/conf/all/forwarding", 1);
    // Loose: replies to what a Service translated need not come in where they would leave.
    settings.put("net/ipv4/conf/" + gateway + "/rp_filter", 2);
    settings.put("net/ipv4/conf/" + gateway + "/send_redirects", 0);
    settings.put("net/ipv6/conf/" + gateway + "/accept_ra", 0);
    settings.put("net/ipv6/conf/" + gateway + "/accept_dad", 0);
    return settings;
  }

  /// Writes what differs; a setting that cannot be written is logged and left.
  static void apply(HostPlan plan) {
    wanted(plan.gateway().device()).forEach(HostSettings::apply);
  }

  private static void apply(String name, int value) {
    try {
      Path file = Path.of("/proc/sys", name);
      if (!Files.exists(file) || KernelFile.line(file).equals(Integer.toString(value))) {
        return;
      }
      // Forwarding ends the acceptance of router advertisements unless it is asked for: keep it.
      if (name.equals("net/ipv6/conf/all/forwarding")) {
        keepRouterAdvertisements();
      }
      Sysctl.write(name, value);
      LOG.atInfo().addKeyValue("setting", name).addKeyValue("value", value).log("setting written");
    } catch (IOException | SystemCallException e) {
      LOG.atWarn()
          .addKeyValue("setting", name)
          .addKeyValue("value", value)
          .addKeyValue("problem", e.getMessage())
          .log("setting cannot be written; set it by hand");
    }
  }

  private static void keepRouterAdvertisements() throws IOException {
    try (var interfaces = Files.newDirectoryStream(Path.of("/proc/sys/net/ipv6/conf"))) {
      for (Path directory : interfaces) {
        Path file = directory.resolve("accept_ra");
        if (Files.exists(file) && KernelFile.line(file).equals("1")) {
          Sysctl.writeIfPresent("net/ipv6/conf/" + directory.getFileName() + "/accept_ra", 2);
        }
      }
    }
  }
}
