package io.weft.controller.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.ObjectKey;
import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.pipeline.service.Face;
import io.weft.pipeline.service.Frontend;
import io.weft.pipeline.service.HostShare;
import io.weft.pipeline.service.HostShare.NodePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The host's table of Services, held against nft itself.
class ServiceNatTest {

  private static final List<IpFamily> BOTH = List.of(IpFamily.IPV4, IpFamily.IPV6);
  private static final ServiceNat DUAL = new ServiceNat("weft-gw", BOTH, List.of());

  private static Face face(String address, int port) {
    return new Face(IpAddress.parse(address), Protocol.TCP, port);
  }

  private static HostShare share(Set<NodePort> nodePorts, Map<Face, Frontend> frontends) {
    return new HostShare(
        nodePorts, frontends, Set.of(), Optional.empty(), HostShare.Datagrams.NONE);
  }

  private static HostShare example() {
    NodePort web = new NodePort(IpFamily.IPV4, Protocol.TCP, 30080);
    return share(
        Set.of(
            web,
            new NodePort(IpFamily.IPV4, Protocol.UDP, 30053),
            new NodePort(IpFamily.IPV6, Protocol.TCP, 30080)),
        Map.of(
            face("192.0.2.50", 80), Frontend.numbered(IpFamily.IPV4, 5),
            face("2001:db8::50", 80), Frontend.numbered(IpFamily.IPV6, 6)));
  }

  @Test
  void theTextIsAsReviewed() throws IOException {
    ServiceNat nat =
        new ServiceNat(
            "weft-gw", BOTH, List.of(IpPrefix.parse("172.18.0.0/16"), IpPrefix.parse("fd00::/8")));
    String text = nat.text(NatElements.of(example()));
    Path golden = Path.of("src/test/resources/golden/services.nft");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void changesOfElementsMakeWhatTheWholeTextMakes(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    NatElements elements = new NatElements();
    Map<ObjectKey, HostShare> shares = new HashMap<>();
    Map<NatKey, String> written = elements.all();
    StringBuilder script = new StringBuilder(DUAL.text(written));
    for (int i = 0; i < 40; i++) {
      ObjectKey service = ObjectKey.service("default", "s" + random.nextInt(3));
      HostShare after = random.nextInt(4) == 0 ? HostShare.NONE : random(random);
      HostShare before = shares.getOrDefault(service, HostShare.NONE);
      shares.put(service, after);
      elements.take(new HostShare.Change(service, before, after));
      Map<NatKey, Optional<String>> changed = elements.drain();
      script.append(DUAL.change(changed, written));
      written = elements.all();
      assertThat(DUAL.change(changed, written)).isEmpty();
    }
    assertThat(listed(script.toString())).as("seed %d", seed).isEqualTo(listed(DUAL.text(written)));
  }

  @Test
  void oneServiceMoreCostsItsOwnElements() {
    NatElements elements = new NatElements();
    for (int i = 0; i < 1000; i++) {
      elements.take(change("many" + i, "192.0.2.7", 1000 + i));
    }
    Map<NatKey, String> written = elements.all();
    elements.take(change("more", "192.0.2.8", 80));
    Map<NatKey, Optional<String>> changed = elements.drain();
    assertThat(changed).hasSize(1);
    assertThat(DUAL.change(changed, written).lines()).hasSize(1);
  }

  @Test
  void ofTwoServicesWithOneExternalAddressTheFirstByNameHasItUntilItGoes() {
    NatElements elements = new NatElements();
    HostShare.Change second = claim("b", 2);
    HostShare.Change first = claim("a", 1);
    elements.take(second);
    elements.take(first);
    assertThat(elements.all()).containsValue("169.254.112.0 . 32769");
    elements.take(new HostShare.Change(first.service(), first.after(), HostShare.NONE));
    assertThat(elements.drain()).containsValue(Optional.of("169.254.112.0 . 32770"));
  }

  private static HostShare.Change change(String name, String address, int port) {
    Map<Face, Frontend> frontends =
        Map.of(face(address, port), Frontend.numbered(IpFamily.IPV4, port));
    return new HostShare.Change(
        ObjectKey.service("default", name), HostShare.NONE, share(Set.of(), frontends));
  }

  private static HostShare.Change claim(String name, int frontend) {
    Map<Face, Frontend> frontends =
        Map.of(face("192.0.2.9", 80), Frontend.numbered(IpFamily.IPV4, frontend));
    return new HostShare.Change(
        ObjectKey.service("default", name), HostShare.NONE, share(Set.of(), frontends));
  }

  private static HostShare random(SplittableRandom random) {
    Set<NodePort> ports = new HashSet<>();
    Map<Face, Frontend> frontends = new HashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      IpFamily family = random.nextBoolean() ? IpFamily.IPV4 : IpFamily.IPV6;
      boolean four = family == IpFamily.IPV4;
      NodePort port = new NodePort(family, Protocol.TCP, 30000 + random.nextInt(4));
      Face face = face((four ? "192.0.2." : "2001:db8::") + (1 + random.nextInt(3)), 80);
      ports.add(port);
      frontends.put(face, Frontend.numbered(family, random.nextInt(4)));
    }
    return share(ports, frontends);
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
