package io.weft.cni.spec;

import io.weft.net.IpAddress;
import io.weft.net.MacAddress;
import java.util.List;
import java.util.Optional;

/// The network configuration that a plugin reads from its standard input (CNI spec 1.1, "Plugin
/// configuration object"). Keys we do not know are ignored.
///
/// @param cniVersion the version the answer is printed in
/// @param name the network's name; empty only for VERSION
/// @param prevResult the result of the previous plugin, or of ADD for CHECK and DEL
/// @param mac the Ethernet address that the runtime asks for (`runtimeConfig.mac`, `args.cni.mac`)
/// @param ips the addresses that the runtime asks for (`runtimeConfig.ips`, `args.cni.ips`)
/// @param validAttachments for GC: what shall stay (`cni.dev/valid-attachments`); empty where the
///     key is missing
public record NetworkConfiguration(
    CniVersion cniVersion,
    String name,
    Optional<CniResult> prevResult,
    Optional<MacAddress> mac,
    List<IpAddress> ips,
    Optional<List<AttachmentKey>> validAttachments) {

  public NetworkConfiguration {
    ips = List.copyOf(ips);
    validAttachments = validAttachments.map(List::copyOf);
  }
}
