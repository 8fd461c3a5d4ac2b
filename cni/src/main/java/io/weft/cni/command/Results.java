package io.weft.cni.command;

import io.weft.cni.spec.CniRequest;
import io.weft.cni.spec.CniResult;
import io.weft.cni.wiring.Attachment;
import io.weft.cni.wiring.PodLink;
import io.weft.cni.wiring.PodMac;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Attachments as CNI results.
final class Results {
  private static final int CONTAINER_END = 1;

  private Results() {}

  /// The result of ADD: the host's end, then the container's, which holds the addresses.
  static CniResult of(Attachment attachment, PodLink.Node node) {
    List<CniResult.Ip> ips = new ArrayList<>();
    List<CniResult.Route> routes = new ArrayList<>();
    for (IpAddress address : attachment.addresses()) {
      Optional<IpAddress> gateway = gateway(address, node);
      int bits = address.family().bits();
      ips.add(new CniResult.Ip(address, bits, gateway, Optional.of(CONTAINER_END)));
      IpPrefix everything = new IpPrefix(address, 0);
      routes.add(new CniResult.Route(everything, gateway));
    }
    return new CniResult(
        List.of(
            new CniResult.Interface(
                attachment.hostInterface(), PodMac.HOST_END.toString(), "", node.mtu()),
            new CniResult.Interface(
                attachment.key().ifName(),
                attachment.mac().toString(),
                attachment.netns(),
                node.mtu())),
        ips,
        routes,
        List.of());
  }

  private static Optional<IpAddress> gateway(IpAddress address, PodLink.Node node) {
    return node.podCidrs().stream()
        .filter(p -> p.family() == address.family())
        .map(p -> p.address(1))
        .findFirst();
  }

  /// Where the result that the runtime remembers differs from the record.
  static List<String> differences(Attachment attachment, CniRequest request) {
    List<String> differences = new ArrayList<>();
    if (!request.netns().orElse("").equals(attachment.netns())) {
      differences.add(
          "its namespace was %s, not %s"
              .formatted(attachment.netns(), request.netns().orElse("(none)")));
    }
    for (IpAddress address : attachment.addresses()) {
      request
          .network()
          .prevResult()
          .filter(r -> r.ips().stream().noneMatch(ip -> ip.address().equals(address)))
          .ifPresent(_ -> differences.add("prevResult lacks its address " + address));
    }
    return differences;
  }
}
