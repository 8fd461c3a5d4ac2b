package io.weft.cni.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.IpAddress;
import io.weft.net.MacAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CniRequestTest {
  private static final String CONFIGURATION =
      """
      {"cniVersion": "1.0.0", "name": "weft", "type": "weft-cni", "unknown": {"key": [1]},
       "runtimeConfig": {"ips": ["10.244.0.9/24", "fd00::9"], "mac": "02:00:00:00:00:09"}}
      """;

  private static Map<String, String> environment(String... more) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "CNI_COMMAND",
                "ADD",
                "CNI_CONTAINERID",
                "abc",
                "CNI_NETNS",
                "/run/netns/x",
                "CNI_IFNAME",
                "eth0",
                "CNI_ARGS",
                "IgnoreUnknown=1;K8S_POD_NAMESPACE=shop;K8S_POD_NAME=web;K8S_POD_UID=42",
                "CNI_PATH",
                "/opt/cni/bin:/usr/lib/cni"));
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  @Test
  void addIsReadWhole() {
    CniRequest request = CniRequest.parse(environment(), CONFIGURATION);
    assertThat(request.command()).isEqualTo(CniCommand.ADD);
    assertThat(request.key()).isEqualTo(new AttachmentKey("abc", "eth0"));
    assertThat(request.netns()).contains("/run/netns/x");
    assertThat(request.arguments().pod()).contains(new PodReference("shop", "web", "42"));
    assertThat(request.path()).containsExactly("/opt/cni/bin", "/usr/lib/cni");
    assertThat(request.network().cniVersion()).isEqualTo(CniVersion.V1_0_0);
    assertThat(request.requestedAddresses())
        .containsExactly(IpAddress.parse("10.244.0.9"), IpAddress.parse("fd00::9"));
    assertThat(request.requestedMac()).contains(MacAddress.parse("02:00:00:00:00:09"));
  }

  @Test
  void addressesMayComeFromTheArguments() {
    CniRequest request =
        CniRequest.parse(
            environment("CNI_ARGS", "IP=10.244.0.5/24,fd00::5;MAC=02:00:00:00:00:05"),
            "{\"cniVersion\": \"0.3.1\", \"name\": \"weft\"}");
    assertThat(request.requestedAddresses())
        .containsExactly(IpAddress.parse("10.244.0.5"), IpAddress.parse("fd00::5"));
    assertThat(request.requestedMac()).contains(MacAddress.parse("02:00:00:00:00:05"));
    assertThat(request.arguments().pod()).isEmpty();
    CniRequest other =
        CniRequest.parse(
            environment(),
            """
            {"cniVersion": "0.3.1", "name": "weft",
             "args": {"cni": {"ips": ["10.244.0.6"], "mac": "02:00:00:00:00:06"}}}
            """);
    assertThat(other.requestedAddresses()).containsExactly(IpAddress.parse("10.244.0.6"));
    assertThat(other.requestedMac()).contains(MacAddress.parse("02:00:00:00:00:06"));
  }

  @Test
  void deleteNeedsNoNamespace() {
    CniRequest request =
        CniRequest.parse(environment("CNI_COMMAND", "DEL", "CNI_NETNS", ""), CONFIGURATION);
    assertThat(request.netns()).isEmpty();
  }

  @Test
  void garbageCollectionListsWhatShallStay() {
    CniRequest request =
        CniRequest.parse(
            Map.of("CNI_COMMAND", "GC"),
            """
            {"cniVersion": "1.1.0", "name": "weft",
             "cni.dev/valid-attachments": [{"containerID": "a", "ifname": "eth0"}]}
            """);
    assertThat(request.network().validAttachments())
        .contains(List.of(new AttachmentKey("a", "eth0")));
    assertThat(request.attachment()).isEmpty();
    assertThatThrownBy(request::key).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void versionNeedsNoConfiguration() {
    assertThat(CniRequest.parse(Map.of("CNI_COMMAND", "VERSION"), "").network().cniVersion())
        .isEqualTo(CniVersion.V1_1_0);
    assertThat(
            CniRequest.parse(Map.of("CNI_COMMAND", "VERSION"), "{\"cniVersion\":\"0.4.0\"}")
                .network()
                .cniVersion())
        .isEqualTo(CniVersion.V0_4_0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CNI_COMMAND     |                  | 4 | CNI_COMMAND is ''; it must be one of [ADD, DEL
          CNI_COMMAND     | MOD              | 4 | CNI_COMMAND is 'MOD'
          CNI_CONTAINERID |                  | 4 | CNI_CONTAINERID is not set; ADD needs it
          CNI_CONTAINERID | ../x             | 4 | container id '../x' is not valid
          CNI_IFNAME      |                  | 4 | CNI_IFNAME is not set
          CNI_IFNAME      | ..               | 4 | interface name '..' is not valid
          CNI_IFNAME      | a/b              | 4 | interface name 'a/b' is not valid
          CNI_IFNAME      | sixteen-letters- | 4 | interface name 'sixteen-letters-' is not valid
          CNI_NETNS       |                  | 4 | CNI_NETNS is not set; ADD needs it
          CNI_ARGS        | novalue          | 4 | CNI_ARGS has 'novalue'
          """)
  void aBadEnvironmentIsNamed(String name, String value, int code, String message) {
    assertRefused(environment(name, value == null ? "" : value), CONFIGURATION, code, message);
  }

  private static void assertRefused(
      Map<String, String> environment, String configuration, int code, String message) {
    assertThatThrownBy(() -> CniRequest.parse(environment, configuration))
        .isInstanceOfSatisfying(
            CniException.class, e -> assertThat(e.error().code().number()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {                                        | 6 | is not JSON
          []                                       | 6 | is '[]', not a JSON object
          {"name":"weft"}                          | 1 | cniVersion '' is not supported; use one of
          {"cniVersion":"2.0.0","name":"weft"}     | 1 | 0.3.0, 0.3.1, 0.4.0, 1.0.0, 1.1.0
          {"cniVersion":"1.0.0","name":"a b"}      | 7 | name is 'a b'; give a network name
          {"cniVersion":"1.0.0","name":"w","runtimeConfig":{"ips":["x"]}} | 7 | ips is 'x'
          {"cniVersion":"1.0.0","name":"w","runtimeConfig":{"mac":"ff:ff:ff:ff:ff:ff"}} | 7 | mac is
          {"cniVersion":"1.0.0","name":"w","prevResult":{"ips":[{"address":"x"}]}} | 7 | ips.address
          """)
  void aBadConfigurationIsNamed(String configuration, int code, String message) {
    assertRefused(environment(), configuration, code, message);
  }

  @ParameterizedTest
  @CsvSource({"IP=x,IP='x'", "MAC=x,MAC='x'"})
  void badRequestsForAddressesAreNamed(String arguments, String message) {
    CniArguments parsed = CniArguments.parse(arguments);
    assertThatThrownBy(
            () -> assertThat(List.of(parsed.ips(), parsed.mac())).as("reads both").isEmpty())
        .isInstanceOf(CniException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @EnumSource(CniVersion.class)
  void everyVersionIsRead(CniVersion version) {
    assertThat(CniVersion.parse(version.toString())).isEqualTo(version);
    assertThat(CniVersion.supported()).contains(version.toString());
    assertThat(CniVersion.tryParse("1.2.3")).isEqualTo(Optional.empty());
  }
}
