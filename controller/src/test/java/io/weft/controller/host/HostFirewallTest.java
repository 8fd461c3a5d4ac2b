package io.weft.controller.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostFirewallTest {

  @ParameterizedTest
  @ValueSource(strings = {"ipv4", "dual-stack-userspace"})
  void theTextIsAsReviewed(String name) throws IOException {
    String text = HostFirewall.text(plan(name));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(Path.of("src/test/resources/golden/" + name + ".nft"), text);
    }
    assertThat(text).isEqualTo(golden(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ipv4", "dual-stack-userspace"})
  void nftTakesTheTextTwice(String name) throws Exception {
    Path file = Files.createTempFile("weft", ".nft");
    String text = HostFirewall.text(plan(name));
    Files.writeString(file, text + text);
    try {
      assertThat(run("unshare", "-n", "sh", "-c", "ip link add eth0 type veth; nft -f " + file))
          .isEmpty();
    } finally {
      Files.delete(file);
    }
  }

  private static HostPlan plan(String name) {
    return switch (name) {
      case "ipv4" ->
          new HostPlan(
              gateway(Stream.of("10.244.1.0/24")),
              prefixes(Stream.of("10.244.2.0/24", "10.244.1.0/24")),
              prefixes(Stream.of("10.96.0.0/12")),
              List.of(),
              List.of(),
              Optional.empty());
      case "dual-stack-userspace" ->
          new HostPlan(
              gateway(Stream.of("10.244.1.0/24", "fd00:10:244:1::/64")),
              prefixes(Stream.of("10.244.1.0/24", "fd00:10:244:1::/64", "fd00:10:244:2::/64")),
              List.of(),
              Stream.of("192.0.2.2", "192.0.2.3", "fd00::2").map(IpAddress::parse).toList(),
              prefixes(Stream.of("172.16.0.0/12", "fd00:9::/32")),
              Optional.of(new HostPlan.Userspace("eth0", List.of())));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static HostPlan.Gateway gateway(Stream<String> podCidrs) {
    return new HostPlan.Gateway(
        "weft-gw",
        1450,
        prefixes(podCidrs),
        List.of(IpAddress.parse("169.254.170.1"), IpAddress.parse("fd57:6566:7400::1")),
        MacAddress.parse("aa:bb:cc:00:00:01"),
        prefixes(Stream.of("169.254.170.0/24", "fd57:6566:7400::/64")));
  }

  private static List<IpPrefix> prefixes(Stream<String> texts) {
    return texts.map(IpPrefix::parse).toList();
  }

  private static String golden(String name) throws IOException {
    return Files.readString(Path.of("src/test/resources/golden/" + name + ".nft"));
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
