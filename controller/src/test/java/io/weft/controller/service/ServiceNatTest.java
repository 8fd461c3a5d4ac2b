package io.weft.controller.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.pipeline.service.Face;
import io.weft.pipeline.service.Frontend;
import io.weft.pipeline.service.HostShare.NodePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceNatTest {

  private static final ServiceNat.Frame DUAL =
      new ServiceNat.Frame("weft-gw", List.of(IpFamily.IPV4, IpFamily.IPV6), List.of());

  private static Face face(String address, int port) {
    return new Face(IpAddress.parse(address), Protocol.TCP, port);
  }

  private static ServiceNat example() {
    return new ServiceNat(
        new ServiceNat.Frame(
            "weft-gw",
            List.of(IpFamily.IPV4, IpFamily.IPV6),
            List.of(IpPrefix.parse("172.18.0.0/16"), IpPrefix.parse("fd00::/8"))),
        Set.of(
            new NodePort(IpFamily.IPV4, Protocol.TCP, 30080),
            new NodePort(IpFamily.IPV4, Protocol.UDP, 30053),
            new NodePort(IpFamily.IPV6, Protocol.TCP, 30080)),
        Map.of(
            face("192.0.2.50", 80), Frontend.numbered(IpFamily.IPV4, 5),
            face("2001:db8::50", 80), Frontend.numbered(IpFamily.IPV6, 6)));
  }

  @Test
  void theTextIsAsReviewed() throws IOException {
    Path golden = Path.of("src/test/resources/golden/services.nft");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, example().text());
    }
    assertThat(example().text()).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void changesOfElementsMakeWhatTheWholeTextMakes(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    ServiceNat now = random(random);
    StringBuilder script = new StringBuilder(now.text());
    for (int i = 0; i < 20; i++) {
      ServiceNat next = random(random);
      script.append(next.changeFrom(now));
      assertThat(next.changeFrom(next)).isEmpty();
      now = next;
    }
    assertThat(listed(script.toString())).as("seed %d", seed).isEqualTo(listed(now.text()));
  }

  @Test
  void oneServiceMoreCostsItsOwnElements() {
    Map<Face, Frontend> frontends = new HashMap<>();
    for (int i = 0; i < 1000; i++) {
      frontends.put(face("192.0.2.7", 1000 + i), Frontend.numbered(IpFamily.IPV4, i));
    }
    ServiceNat before = new ServiceNat(DUAL, Set.of(), frontends);
    frontends.put(face("192.0.2.8", 80), Frontend.numbered(IpFamily.IPV4, 5000));
    assertThat(new ServiceNat(DUAL, Set.of(), frontends).changeFrom(before).lines()).hasSize(1);
  }

  private static ServiceNat random(SplittableRandom random) {
    Set<NodePort> ports = new HashSet<>();
    Map<Face, Frontend> frontends = new HashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      IpFamily family = random.nextBoolean() ? IpFamily.IPV4 : IpFamily.IPV6;
      ports.add(new NodePort(family, Protocol.TCP, 30000 + random.nextInt(4)));
      String address =
          (family == IpFamily.IPV4 ? "192.0.2." : "2001:db8::") + (1 + random.nextInt(3));
      frontends.put(face(address, 80), Frontend.numbered(family, random.nextInt(4)));
    }
    return new ServiceNat(DUAL, ports, frontends);
  }

  /// What nft lists after the script, in order, in a network namespace of its own.
  private static List<String> listed(String script) throws Exception {
    Path file = Files.createTempFile("weft", ".nft");
    try {
      Files.writeString(file, script);
      Process process =
          new ProcessBuilder(
                  "unshare",
                  "-n",
                  "sh",
                  "-c",
                  "nft -f " + file + " && nft -s list table inet " + ServiceNat.TABLE)
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(output).isZero();
      return output
          .lines()
          .flatMap(line -> List.of(line.split("[,{}=]")).stream())
          .map(String::strip)
          .filter(word -> !word.isEmpty() && !word.equals("elements"))
          .sorted()
          .toList();
    } finally {
      Files.delete(file);
    }
  }
}
