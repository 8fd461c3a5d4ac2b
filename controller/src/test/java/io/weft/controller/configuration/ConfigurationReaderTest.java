package io.weft.controller.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.IpPrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationReaderTest {

  @TempDir Path directory;

  @Test
  void everyDefaultIsValid() {
    AgentConfiguration configuration = AgentConfiguration.defaults();
    assertThat(Settings.ALL).allSatisfy(s -> assertThat(configuration.value(s)).isNotNull());
    assertThat(configuration.given()).isEmpty();
  }

  @Test
  void flagsWinOverTheEnvironmentAndTheEnvironmentOverTheFile() {
    Path file = file("mtu: 1300\nbridge: br-a\ngatewayInterface: gw-a\n");
    AgentConfiguration configuration =
        ConfigurationReader.read(
            List.of("--config", file.toString(), "--mtu=1500"),
            Map.of("WEFT_MTU", "1400", "WEFT_BRIDGE", "br-b"));
    assertThat(configuration.value(Settings.MTU)).isEqualTo(1500);
    assertThat(configuration.value(Settings.BRIDGE)).isEqualTo("br-b");
    assertThat(configuration.value(Settings.GATEWAY_INTERFACE)).isEqualTo("gw-a");
    assertThat(configuration.given()).containsOnlyKeys("bridge", "mtu", "gatewayInterface");
  }

  @Test
  void listsMayBeListsOrCommaSeparatedText() {
    Path file = file("serviceCidrs: [10.96.0.0/12, \"fd00:96::/108\"]\n");
    AgentConfiguration configuration =
        ConfigurationReader.read(
            List.of(),
            Map.of(
                "WEFT_CONFIG",
                file.toString(),
                "WEFT_MASQUERADE_EXCLUDE",
                "10.0.0.0/8, 172.16.0.0/12"));
    assertThat(configuration.value(Settings.SERVICE_CIDRS))
        .containsExactly(IpPrefix.parse("10.96.0.0/12"), IpPrefix.parse("fd00:96::/108"));
    assertThat(configuration.value(Settings.MASQUERADE_EXCLUDE)).hasSize(2);
  }

  @Test
  void jsonIsYaml() {
    Path file = file("{\"nodeName\": \"n1\", \"auditInterval\": \"5s\", \"services\": false}");
    AgentConfiguration configuration =
        ConfigurationReader.read(List.of("--config=" + file), Map.of());
    assertThat(configuration.value(Settings.NODE_NAME)).isEqualTo("n1");
    assertThat(configuration.value(Settings.AUDIT_INTERVAL)).isEqualTo(Duration.ofSeconds(5));
    assertThat(configuration.value(Settings.SERVICES)).isFalse();
  }

  @Test
  void everyProblemIsNamedWithKeyValuePlaceAndRemedy() {
    Path file = file("mtu: 99999\ntunel: vxlan\n");
    assertThatThrownBy(() ->
            ConfigurationReader.read(
                List.of("--config=" + file, "--bridg=x", "--datapath"),
                Map.of("WEFT_TUNNEL", "ipsec", "WEFT_POLICY_WAIT", "soon")))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .containsExactlyInAnyOrder(
                        "--bridg: there is no such flag; did you mean --bridge?",
                        "--datapath: a value is missing; write --datapath=VALUE",
                        "tunel: there is no such key (in %s); did you mean tunnel?".formatted(file),
                        "mtu: '99999' (from %s) must be a number from 576 to 65535, or 0 to derive it"
                            .formatted(file),
                        "tunnel: 'ipsec' (from WEFT_TUNNEL) must be one of geneve, vxlan, gre",
                        "policyWait: 'soon' (from WEFT_POLICY_WAIT) must be a duration like 500ms,"
                            + " 5s or 1m, from 0s to 120s"));
  }

  @Test
  void aBrokenFileIsNamedWithItsLine() {
    Path file = file("mtu: 1400\nbridge: [br-a\n");
    assertThatThrownBy(() -> ConfigurationReader.read(List.of("--config=" + file), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("line");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> ConfigurationReader.read(List.of("--config=/no/file"), Map.of()))
        .hasMessage("configuration file /no/file does not exist; name another with --config");
  }

  @Test
  void keysGivenTwiceAndMappingsAreRefused() {
    assertThatThrownBy(() -> read("mtu: 1400\nmtu: 1500\n")).hasMessageContaining("mtu");
    assertThatThrownBy(() -> read("mtu: {a: 1}\n")).hasMessageContaining("no mapping");
    assertThatThrownBy(() -> read("- mtu\n")).hasMessageContaining("key: value");
  }

  @Test
  void anEmptyFileSaysNothing() {
    assertThat(read("# all defaults\n").given()).isEmpty();
  }

  @Test
  void variablesOfAServiceNamedWeftAreNotKeys() {
    Map<String, String> environment = Map.of("WEFT_SERVICE_HOST", "10.96.0.7", "WEFT_PORT", "x");
    assertThat(ConfigurationReader.read(List.of(), environment).given()).isEmpty();
  }

  @Test
  void everySettingRefusesNonsense() {
    for (Setting<?> setting :
        List.of(
            Settings.KUBE_API_SERVER,
            Settings.BRIDGE,
            Settings.SERVICE_CIDRS,
            Settings.SERVICES,
            Settings.HEALTH_ADDRESS,
            Settings.UNDERLAY_INTERFACE)) {
      assertThatThrownBy(
              () -> ConfigurationReader.read(List.of(setting.flag() + "=a b c/ "), Map.of()))
          .hasMessageContaining(setting.key() + ": 'a b c/'")
          .hasMessageContaining("must be");
    }
  }

  @Test
  void theHelpListsEveryKey() {
    for (Setting<?> setting : Settings.ALL) {
      assertThat(Usage.text())
          .contains(setting.flag() + "=" + setting.form(), setting.key(), setting.variable());
    }
  }

  private AgentConfiguration read(String text) {
    return ConfigurationReader.read(List.of("--config=" + file(text)), Map.of());
  }

  private Path file(String text) {
    try {
      return Files.writeString(directory.resolve("agent.yaml"), text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
