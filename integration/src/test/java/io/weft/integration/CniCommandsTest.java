package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.node.LabNode;
import io.weft.lab.pod.CniCall;
import io.weft.lab.pod.CniFailedException;
import io.weft.lab.process.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// CHECK, GC, STATUS and VERSION through the installed executable (CNI specification 1.1).
class CniCommandsTest {

  private static final String PORTS_OF_PODS = "external_ids:weft-container-id!=\"\"";
  private static final Pattern CONTAINER = Pattern.compile("weft-container-id=\"?([^ \",}]+)");

  private static LabNode node() {
    return SharedLab.lab().node("n2");
  }

  private static CniCall cni() {
    return new CniCall(node().directory().resolve("cni"));
  }

  private static CniCall.Sandbox sandbox(String id) {
    NetworkNamespace namespace = new NetworkNamespace("weft-it-" + id);
    namespace.create();
    return new CniCall.Sandbox(id, namespace, "", "", "", List.of());
  }

  /// Everything attached to the node now, as a runtime would list it.
  private static List<CniCall.Sandbox> attached() {
    List<CniCall.Sandbox> known = new ArrayList<>();
    Command ports =
        node().ovs().vsctl("--bare", "--columns=external_ids", "find", "Port", PORTS_OF_PODS);
    for (String port : ports.run().lines().filter(line -> !line.isBlank()).toList()) {
      Matcher id = CONTAINER.matcher(port);
      assertThat(id.find()).as(port).isTrue();
      known.add(new CniCall.Sandbox(id.group(1), node().namespace(), "", "", "", List.of()));
    }
    return known;
  }

  private static List<String> ports() {
    return node().ovs().vsctl("list-ports", "br-int").run().lines().sorted().toList();
  }

  @Test
  void theVersionsItSpeaksAreThoseOfTheSpecification() {
    assertThat(cni().version().path("supportedVersions").toString())
        .isEqualTo("[\"0.3.0\",\"0.3.1\",\"0.4.0\",\"1.0.0\",\"1.1.0\"]");
  }

  @Test
  void aNodeThatCanServeSaysSo() {
    cni().status();
  }

  @Test
  void anAttachmentAsAddLeftItPassesTheCheckAndABrokenOneDoesNot() {
    CniCall.Sandbox sandbox = sandbox("check");
    try {
      JsonNode result = cni().add(sandbox);
      cni().check(sandbox, result);
      String _ =
          Command.of("ip", "-n", sandbox.namespace().name(), "-4", "address", "flush", "eth0")
              .run();
      assertThatExceptionOfType(CniFailedException.class)
          .isThrownBy(() -> cni().check(sandbox, result))
          .withMessageContaining(CniCall.addresses(result).getFirst().toString())
          .satisfies(failure -> assertThat(failure.code()).isGreaterThanOrEqualTo(100));
      cni().delete(sandbox);
      assertThatExceptionOfType(CniFailedException.class)
          .isThrownBy(() -> cni().check(sandbox, result))
          .satisfies(failure -> assertThat(failure.code()).isEqualTo(3));
    } finally {
      sandbox.namespace().delete();
    }
  }

  @Test
  void garbageCollectionRemovesExactlyWhatIsNotListed() {
    List<String> before = ports();
    CniCall.Sandbox kept = sandbox("kept");
    CniCall.Sandbox forgotten = sandbox("forgotten");
    try {
      JsonNode result = cni().add(kept);
      List<String> withKept = ports();
      var _ = cni().add(forgotten);
      assertThat(ports()).hasSize(before.size() + 2);
      List<CniCall.Sandbox> valid = new ArrayList<>(attached());
      assertThat(valid.removeIf(one -> one.containerId().equals("forgotten"))).isTrue();
      cni().collect(valid);
      assertThat(ports()).isEqualTo(withKept);
      cni().check(kept, result);
      cni().delete(kept);
    } finally {
      kept.namespace().delete();
      forgotten.namespace().delete();
    }
    assertThat(ports()).isEqualTo(before);
  }
}
