package io.weft.cni.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CniJsonTest {
  private static final IpAddress GATEWAY = IpAddress.parse("10.244.1.1");
  private static final CniResult RESULT =
      new CniResult(
          List.of(
              new CniResult.Interface("weft01", "ee:ee:ee:ee:ee:ee", "", 1450),
              new CniResult.Interface("eth0", "02:00:00:00:00:07", "/run/netns/x", 1450)),
          List.of(
              new CniResult.Ip(
                  IpAddress.parse("10.244.1.7"), 32, Optional.of(GATEWAY), Optional.of(1)),
              new CniResult.Ip(IpAddress.parse("fd00::7"), 128, Optional.empty(), Optional.of(1))),
          List.of(new CniResult.Route(IpPrefix.parse("0.0.0.0/0"), Optional.of(GATEWAY))),
          List.of("10.96.0.10"));

  @Test
  void beforeVersion1AnAddressTellsItsFamily() {
    assertThat(CniJson.print(RESULT, CniVersion.V0_4_0))
        .isEqualTo(
            """
            {"cniVersion":"0.4.0","interfaces":[\
            {"name":"weft01","mac":"ee:ee:ee:ee:ee:ee"},\
            {"name":"eth0","mac":"02:00:00:00:00:07","sandbox":"/run/netns/x"}],\
            "ips":[{"version":"4","address":"10.244.1.7/32","gateway":"10.244.1.1","interface":1},\
            {"version":"6","address":"fd00::7/128","interface":1}],\
            "routes":[{"dst":"0.0.0.0/0","gw":"10.244.1.1"}],\
            "dns":{"nameservers":["10.96.0.10"]}}\
            """);
  }

  @Test
  void fromVersion1OnItDoesNot() {
    assertThat(CniJson.print(RESULT, CniVersion.V1_0_0))
        .contains("\"ips\":[{\"address\":\"10.244.1.7/32\"")
        .doesNotContain("\"version\"", "mtu");
  }

  @Test
  void fromVersion11OnInterfacesTellTheirMtu() {
    assertThat(CniJson.print(RESULT, CniVersion.V1_1_0)).contains("\"mtu\":1450");
  }

  @ParameterizedTest
  @EnumSource(CniVersion.class)
  void aPrintedResultIsReadBack(CniVersion version) {
    CniResult read = CniJson.parseResult(CniJson.print(RESULT, version));
    assertThat(read.ips()).isEqualTo(RESULT.ips());
    assertThat(read.routes()).isEqualTo(RESULT.routes());
    assertThat(read.nameservers()).isEqualTo(RESULT.nameservers());
    if (version.atLeast(CniVersion.V1_1_0)) {
      assertThat(read).isEqualTo(RESULT);
    }
  }

  @Test
  void anErrorHasItsCodeAndItsWords() {
    CniError error = new CniError(CniErrorCode.TRY_AGAIN_LATER, "no \"switch\"", "refused");
    assertThat(CniJson.print(error, CniVersion.V1_0_0))
        .isEqualTo(
            "{\"cniVersion\":\"1.0.0\",\"code\":11,\"msg\":\"no \\\"switch\\\"\",\"details\":\"refused\"}");
    assertThat(CniJson.print(CniError.of(CniErrorCode.IO_FAILURE, "m"), CniVersion.V0_3_0))
        .doesNotContain("details");
    assertThat(error).hasToString("CNI error 11: no \"switch\" (refused)");
  }

  @Test
  void allVersionsAreTold() {
    assertThat(CniJson.printVersions(CniVersion.V1_1_0))
        .isEqualTo(
            "{\"cniVersion\":\"1.1.0\",\"supportedVersions\":[\"0.3.0\",\"0.3.1\",\"0.4.0\",\"1.0.0\",\"1.1.0\"]}");
  }

  @Test
  void whatIsNotJsonIsNoResult() {
    assertThatThrownBy(() -> CniJson.parseResult("{")).hasMessageContaining("not JSON");
  }
}
