package io.weft.cni.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AddressPoolTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static AddressPool pool(String... podCidrs) {
    return new AddressPool(List.of(podCidrs).stream().map(IpPrefix::parse).toList());
  }

  private static List<IpAddress> reserve(AddressPool pool, Instant now, String... requested) {
    Reservation reservation =
        pool.reserve(List.of(requested).stream().map(IpAddress::parse).toList(), now);
    assertThat(reservation).isInstanceOf(Reservation.Granted.class);
    return ((Reservation.Granted) reservation).addresses();
  }

  private static String refusal(AddressPool pool, String... requested) {
    Reservation reservation =
        pool.reserve(List.of(requested).stream().map(IpAddress::parse).toList(), NOW);
    assertThat(reservation).isInstanceOf(Reservation.Refused.class);
    return ((Reservation.Refused) reservation).reason();
  }

  @Test
  void theFirstPodGetsTheFirstAddressOfBothFamiliesBehindTheReservedOnes() {
    AddressPool pool = pool("fd00::/64", "10.0.0.0/24");
    assertThat(reserve(pool, NOW)).hasToString("[10.0.0.3, fd00::3]");
    assertThat(reserve(pool, NOW)).hasToString("[10.0.0.4, fd00::4]");
    assertThat(pool.inUse(IpFamily.IPV4)).isEqualTo(2);
    assertThat(pool.podCidrs()).hasToString("[10.0.0.0/24, fd00::/64]");
    assertThat(pool.capacity()).isEqualTo(252);
  }

  @Test
  void theReservedAddressesHaveNames() {
    IpPrefix podCidr = IpPrefix.parse("10.0.0.0/24");
    assertThat(AddressPool.gateway(podCidr)).hasToString("10.0.0.1");
    assertThat(AddressPool.masqueradeSource(podCidr)).hasToString("10.0.0.2");
  }

  @Test
  void everyAddressIsGivenOnceUntilTheBlockIsExhausted() {
    AddressPool pool = pool("10.0.0.0/28");
    Set<IpAddress> given = new HashSet<>();
    for (int i = 0; i < 12; i++) {
      given.addAll(reserve(pool, NOW));
    }
    assertThat(given).hasSize(12).doesNotContain(IpAddress.parse("10.0.0.15"));
    assertThat(refusal(pool))
        .isEqualTo(
            "all 12 Pod addresses of 10.0.0.0/28 are in use; remove Pods from this node or give"
                + " it a wider Pod CIDR");
  }

  @Test
  void nothingIsReservedWhenOneFamilyIsExhausted() {
    AddressPool pool = pool("10.0.0.0/24", "fd00::/126");
    reserve(pool, NOW);
    assertThat(refusal(pool)).contains("fd00::/126");
    assertThat(pool.inUse(IpFamily.IPV4)).isEqualTo(1);
  }

  @Test
  void aReleasedAddressRestsForAMinuteWhileOthersAreFree() {
    AddressPool pool = pool("10.0.0.0/29");
    List<IpAddress> first = reserve(pool, NOW);
    pool.release(first, NOW);
    for (int i = 0; i < 3; i++) {
      assertThat(reserve(pool, NOW.plusSeconds(59))).isNotEqualTo(first);
    }
    assertThat(reserve(pool, NOW.plusSeconds(60))).isEqualTo(first);
  }

  @Test
  void whenNothingElseIsFreeTheOneThatRestsLongestIsGiven() {
    AddressPool pool = pool("10.0.0.0/29");
    List<List<IpAddress>> given = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      given.add(reserve(pool, NOW));
    }
    pool.release(given.get(2), NOW.plusSeconds(1));
    pool.release(given.get(0), NOW.plusSeconds(2));
    assertThat(reserve(pool, NOW.plusSeconds(3))).isEqualTo(given.get(2));
    assertThat(reserve(pool, NOW.plusSeconds(3))).isEqualTo(given.get(0));
  }

  @Test
  void anAddressAskedForIsGivenEvenWhileItRests() {
    AddressPool pool = pool("10.0.0.0/24", "fd00::/64");
    assertThat(reserve(pool, NOW, "10.0.0.77")).hasToString("[10.0.0.77, fd00::3]");
    pool.release(List.of(IpAddress.parse("10.0.0.77")), NOW);
    assertThat(reserve(pool, NOW, "10.0.0.77", "fd00::ffff:0:1"))
        .hasToString("[10.0.0.77, fd00::ffff:0:1]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10.0.0.0   | it names the block
          10.0.0.1   | it is the gateway
          10.0.0.2   | it is the masquerade source
          10.0.0.255 | it is the broadcast address
          10.0.1.3   | it is outside Pod CIDR 10.0.0.0/24
          fd00::3    | the node has no Pod CIDR of its family
          10.0.0.9   | is in use by another Pod
          """)
  void anAddressThatCannotBeGivenIsRefusedWithTheReason(String address, String reason) {
    AddressPool pool = pool("10.0.0.0/24");
    reserve(pool, NOW, "10.0.0.9");
    assertThat(refusal(pool, address)).contains(address, reason);
  }

  @Test
  void oneAddressPerFamilyIsAllThatCanBeAskedFor() {
    assertThat(refusal(pool("10.0.0.0/24"), "10.0.0.3", "10.0.0.4"))
        .contains("already has 10.0.0.3 of the same family");
  }

  @Test
  void afterARestoreTheRotationGoesOnBehindTheHighestInUse() {
    AddressPool pool = pool("10.0.0.0/24");
    pool.restore(
        List.of(
            IpAddress.parse("10.0.0.50"),
            IpAddress.parse("192.168.0.1"),
            IpAddress.parse("fd00::1")));
    assertThat(pool.inUse(IpFamily.IPV4)).isEqualTo(1);
    assertThat(pool.inUse(IpFamily.IPV6)).isZero();
    assertThat(reserve(pool, NOW)).hasToString("[10.0.0.51]");
    assertThat(refusal(pool, "10.0.0.50")).contains("in use");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10.0.0.0/30             | Pod CIDR 10.0.0.0/30 has no address for a Pod; use /29 or wider
          10.0.0.0/32             | use /29 or wider
          fd00::/127              | use /125 or wider
          10.0.0.0/24,10.1.0.0/24 | two IPV4 Pod CIDRs, 10.0.0.0/24 and 10.1.0.0/24
          """)
  void impossiblePodCidrsAreRefused(String podCidrs, String reason) {
    assertThatThrownBy(() -> pool(podCidrs.split(",", -1))).hasMessageContaining(reason);
    assertThatThrownBy(() -> new AddressPool(List.of())).hasMessageContaining("has no Pod CIDR");
  }

  @Test
  void aFullSixteenBitBlockIsFilledAndEmptiedQuickly() {
    AddressPool pool = pool("10.0.0.0/16");
    Set<List<IpAddress>> given = new HashSet<>();
    for (int i = 0; i < 65_532; i++) {
      given.add(reserve(pool, NOW));
    }
    assertThat(given).hasSize(65_532);
    assertThat(refusal(pool)).contains("all 65532 Pod addresses");
    given.forEach(a -> pool.release(a, NOW));
    assertThat(pool.inUse(IpFamily.IPV4)).isZero();
  }

  private static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  /// Against a model: no address is given twice, none within its rest unless there was no other.
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anyHistoryKeepsThePromises(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    AddressPool pool = pool("10.0.0.0/28");
    List<IpAddress> inUse = new ArrayList<>();
    Map<IpAddress, Instant> released = new HashMap<>();
    Instant now = NOW;
    for (int step = 0; step < 200; step++) {
      now = now.plus(Duration.ofSeconds(random.nextInt(10)));
      if (!inUse.isEmpty() && (inUse.size() == 12 || random.nextBoolean())) {
        IpAddress address = inUse.remove(random.nextInt(inUse.size()));
        pool.release(List.of(address), now);
        released.put(address, now);
        continue;
      }
      IpAddress given = reserve(pool, now).getFirst();
      assertThat(inUse).as("seed %d step %d", seed, step).doesNotContain(given);
      Instant rest = now.minus(AddressPool.REST);
      boolean tooEarly = released.getOrDefault(given, Instant.MIN).isAfter(rest);
      long resting = released.values().stream().filter(t -> t.isAfter(rest)).count();
      assertThat(tooEarly && inUse.size() + resting < 12)
          .as("seed %d step %d: %s given early", seed, step, given)
          .isFalse();
      released.remove(given);
      inUse.add(given);
    }
  }
}
