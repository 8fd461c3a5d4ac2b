package io.weft.controller.node;

import io.weft.controller.configuration.Settings.Datapath;
import java.util.Set;

/// Which datapath of Open vSwitch forwards, and why.
///
/// @param type the bridge's `datapath_type`: `system` or `netdev`
/// @param reason one sentence for status and log
public record DatapathChoice(String type, String reason) {

  public static final String KERNEL = "system";
  public static final String USERSPACE = "netdev";

  /// Whether Open vSwitch forwards in user space.
  public boolean userspace() {
    return type.equals(USERSPACE);
  }

  /// Chooses: what the configuration demands, else the kernel's datapath where it exists.
  ///
  /// @param wanted the configuration
  /// @param types `Open_vSwitch.datapath_types`
  /// @param kernelModule whether the kernel has its part of Open vSwitch loaded
  public static DatapathChoice choose(Datapath wanted, Set<String> types, boolean kernelModule) {
    return switch (wanted) {
      case SYSTEM -> new DatapathChoice(KERNEL, "the configuration says datapath: system");
      case NETDEV -> new DatapathChoice(USERSPACE, "the configuration says datapath: netdev");
      case AUTO -> automatic(types, kernelModule);
    };
  }

  private static DatapathChoice automatic(Set<String> types, boolean kernelModule) {
    if (!types.contains(KERNEL)) {
      return new DatapathChoice(
          USERSPACE, "ovs-vswitchd offers no kernel datapath (datapath_types " + types + ")");
    }
    return kernelModule
        ? new DatapathChoice(KERNEL, "the kernel has the openvswitch module")
        : new DatapathChoice(
            USERSPACE, "the kernel has no openvswitch module (modprobe openvswitch loads it)");
  }
}
