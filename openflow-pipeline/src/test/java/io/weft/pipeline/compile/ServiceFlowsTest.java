package io.weft.pipeline.compile;

import static io.weft.pipeline.Example.facts;
import static io.weft.pipeline.Example.ip;
import static io.weft.pipeline.ServiceExample.WEB;
import static io.weft.pipeline.ServiceExample.web;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterObject;
import io.weft.cluster.ClusterState;
import io.weft.cluster.EndpointSlice;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Protocol;
import io.weft.openflow.Bucket;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Ct;
import io.weft.pipeline.Example;
import io.weft.pipeline.ServiceExample;
import io.weft.pipeline.invariant.Invariants;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.program.FlowDiff;
import io.weft.pipeline.program.FlowProgram;
import io.weft.pipeline.service.Face;
import io.weft.pipeline.service.HostShare;
import io.weft.pipeline.service.ServiceEndpoint.Target;
import io.weft.pipeline.table.Cookie;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What Services cost, and that their history does not matter.
class ServiceFlowsTest {

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  private static PipelineChange put(ClusterObject object) {
    return new PipelineChange.Cluster(new ClusterChange.Put(object));
  }

  private static PipelineChange delete(ObjectKey key) {
    return new PipelineChange.Cluster(new ClusterChange.Delete(key));
  }

  private static List<PipelineChange> put(ServiceExample service, String... endpoints) {
    List<PipelineChange> changes = new ArrayList<>();
    changes.add(put(service.service()));
    service.slices(endpoints).forEach(slice -> changes.add(put(slice)));
    return changes;
  }

  private static List<PipelineChange> slices(ServiceExample service, String... endpoints) {
    return service.slices(endpoints).stream().map(ServiceFlowsTest::put).toList();
  }

  private static String[] many(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "10.244.%d.%d".formatted(2 + i / 200, 10 + i % 200))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyHistoryLeadsToTheProgramThatIsCompiledFromScratch(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int bits = random.nextBoolean() ? 7 : 32;
    World world = new World();
    PipelineCompiler compiler = new PipelineCompiler(world.facts, bits);
    FlowProgram onSwitch = compiler.program();
    Map<ObjectKey, HostShare> shares = new TreeMap<>();
    for (int i = 0; i < 40; i++) {
      List<PipelineChange> changes = world.change(random);
      FlowDiff diff = compiler.apply(changes);
      onSwitch = diff.applyTo(onSwitch);
      assertThat(onSwitch).as("seed %d step %d %s", seed, i, changes).isEqualTo(compiler.program());
      assertThat(compiler.apply(changes).changes()).as("said again").isEmpty();
      for (HostShare.Change change : compiler.drainShares()) {
        assertThat(change.before())
            .isEqualTo(shares.getOrDefault(change.service(), HostShare.NONE));
        shares.put(change.service(), change.after());
      }
    }
    PipelineCompiler scratch = new PipelineCompiler(world.facts, bits);
    scratch.apply(world.objects.values().stream().map(ServiceFlowsTest::put).toList());
    assertThat(compiler.program()).as("seed %d", seed).isEqualTo(scratch.program());
    Map<ObjectKey, HostShare> anew = new TreeMap<>();
    scratch.drainShares().forEach(change -> anew.put(change.service(), change.after()));
    shares.values().removeIf(HostShare.NONE::equals);
    assertThat(shares).as("seed %d", seed).isEqualTo(anew);
    assertThat(Invariants.check(compiler.program())).as("seed %d", seed).isEmpty();
  }

  @Test
  void anEndpointMoreChangesOneGroupAndNothingElse() {
    PipelineCompiler compiler = new PipelineCompiler(facts(1));
    ServiceExample web = WEB.at("10.96.0.10");
    compiler.apply(put(web, "10.244.1.11", "10.244.2.11"));
    compiler.apply(put(web("other", 11), "10.244.1.11", "10.244.2.11"));
    FlowDiff more = compiler.apply(slices(web, "10.244.1.11", "10.244.2.11", "10.244.2.12"));
    assertThat(more.changes())
        .singleElement()
        .isInstanceOfSatisfying(
            Change.InsertBuckets.class, change -> assertThat(change.buckets()).hasSize(1));
    FlowDiff fewer = compiler.apply(slices(web, "10.244.2.11", "10.244.2.12"));
    assertThat(fewer.changes()).singleElement().isInstanceOf(Change.RemoveBuckets.class);
    FlowDiff other = compiler.apply(slices(web, "10.244.2.11", "10.244.2.13"));
    assertThat(other.changes()).singleElement().isInstanceOf(Change.ModifyGroup.class);
  }

  @Test
  void aSingleEndpointNeedsNoGroup() {
    PipelineCompiler compiler = new PipelineCompiler(facts(1));
    ServiceExample web = WEB.at("10.96.0.10");
    FlowDiff diff = compiler.apply(put(web, "10.244.1.11"));
    assertThat(diff.changes()).singleElement().isInstanceOf(Change.AddFlow.class);
    FlowDiff second = compiler.apply(slices(web, "10.244.1.11", "10.244.2.11"));
    assertThat(second.changes())
        .extracting(change -> change.getClass().getSimpleName())
        .containsExactly("AddGroup", "ModifyFlow");
    FlowDiff back = compiler.apply(slices(web, "10.244.2.11"));
    assertThat(back.changes())
        .extracting(change -> change.getClass().getSimpleName())
        .containsExactly("ModifyFlow", "DeleteGroup");
  }

  @Test
  void groupsHoldAtMostSoManyBucketsAsTheDatapathCanChooseFrom() {
    for (int count : new int[] {256, 257, 600}) {
      PipelineCompiler compiler = new PipelineCompiler(facts(1));
      compiler.apply(put(WEB.at("10.96.0.10"), many(count)));
      var sizes =
          compiler.program().groups().values().stream().map(g -> g.buckets().size()).toList();
      assertThat(sizes).allMatch(size -> size > 0 && size <= 256);
      assertThat(sizes.stream().mapToInt(i -> i).sum()).isEqualTo(count);
      assertThat(Invariants.check(compiler.program())).isEmpty();
    }
  }

  @Test
  void oneOfVeryManyEndpointsCostsOneBucket() {
    PipelineCompiler compiler = new PipelineCompiler(facts(1));
    ServiceExample web = WEB.at("10.96.0.10");
    compiler.apply(put(web, many(700)));
    FlowDiff more = compiler.apply(slices(web, many(701)));
    assertThat(more.changes())
        .singleElement()
        .isInstanceOfSatisfying(
            Change.InsertBuckets.class, change -> assertThat(change.buckets()).hasSize(1));
    FlowDiff fewer = compiler.apply(slices(web, many(700)));
    assertThat(fewer.changes()).singleElement().isInstanceOf(Change.RemoveBuckets.class);
  }

  @Test
  void aServiceThatLosesItsEndpointsAndGetsThemBackLeavesNothingForAnAuditToMend() {
    PipelineCompiler compiler = new PipelineCompiler(facts(1));
    ServiceExample web = WEB.at("10.96.0.10");
    compiler.apply(List.of(put(web.service())));
    FlowProgram onSwitch = compiler.program();
    onSwitch = compiler.apply(slices(web, "10.244.1.11", "10.244.2.11")).applyTo(onSwitch);
    assertThat(FlowDiff.between(onSwitch, compiler.program()).changes()).isEmpty();
  }

  @Test
  void aServiceThatKeepsClientsChoosesByTheirAddressAlone() {
    PipelineCompiler compiler = new PipelineCompiler(facts(1));
    String[] endpoints =
        IntStream.range(0, 256).mapToObj("fd00:10:244:2::%x"::formatted).toArray(String[]::new);
    compiler.apply(put(WEB.at("fd00:10:96::10").affine(60), endpoints));
    var group = compiler.program().groups().values().iterator().next();
    assertThat(group.buckets()).hasSize(256);
    String text = io.weft.openflow.text.GroupText.print(group, io.weft.openflow.text.Names.NONE);
    assertThat(text).contains("selection_method=hash,fields=ipv6_src");
  }

  @Test
  void trafficThatGoesTheSameWaySharesItsGroup() {
    PipelineCompiler compiler = new PipelineCompiler(facts(1));
    ServiceExample web = WEB.at("10.96.0.10").nodePort(30080).external("192.0.2.9");
    compiler.apply(put(web, "10.244.1.11@node1", "10.244.1.12@node1", "10.244.2.11@node2"));
    assertThat(compiler.program().groups()).hasSize(1);
    compiler.apply(List.of(put(web.local(true, false).service())));
    assertThat(compiler.program().groups()).hasSize(2);
  }

  @Test
  void headlessServicesAndThoseOfAnotherFamilyBringNothing() {
    PipelineCompiler compiler =
        new PipelineCompiler(facts(1, Example.podCidrs(1).subList(0, 1), "192.168.0.1"));
    FlowProgram before = compiler.program();
    compiler.apply(put(WEB.at(), "10.244.1.11"));
    compiler.apply(put(web("six", 11).at("fd00:10:96::11"), "fd00:10:244:1::11"));
    assertThat(compiler.program()).isEqualTo(before);
  }

  @Test
  void withAnotherProxyServicesBringNothing() {
    NodeFacts beside = facts(1).withOptions(new NodeFacts.Options(false, false));
    PipelineCompiler compiler = new PipelineCompiler(beside);
    FlowDiff diff = compiler.apply(put(WEB.nodePort(30080), "10.244.1.11"));
    assertThat(diff.isEmpty()).isTrue();
    assertThat(compiler.drainShares()).isEmpty();
  }

  @Test
  void flowsOfAServiceTellWhoseTheyAre() {
    PipelineCompiler compiler = new PipelineCompiler(facts(1));
    FlowDiff diff = compiler.apply(put(WEB.affine(60), "10.244.1.11", "10.244.2.11"));
    List<Flow> flows =
        diff.changes().stream()
            .filter(Change.AddFlow.class::isInstance)
            .map(change -> ((Change.AddFlow) change).flow())
            .toList();
    assertThat(flows).isNotEmpty();
    for (Flow flow : flows) {
      Cookie cookie = Cookie.parse(flow.cookie()).orElseThrow();
      assertThat(compiler.owner(cookie)).contains(ObjectKey.service("default", "web"));
    }
  }

  @Test
  void aVirtualAddressOutsideTheKnownRangesIsTestedForAndRoutedByItself() {
    PipelineCompiler compiler = new PipelineCompiler(facts(1));
    compiler.apply(put(WEB.at("172.20.0.10"), "10.244.1.11"));
    assertThat(compiler.program().flows().values())
        .filteredOn(flow -> flow.table() == Table.SERVICE_RANGE.number())
        .filteredOn(flow -> owned(flow, Cookie.Kind.SERVICE))
        .hasSize(3);
    assertThat(compiler.drainShares())
        .singleElement()
        .extracting(change -> change.after().routes())
        .isEqualTo(java.util.Set.of(ip("172.20.0.10")));
    assertThat(Invariants.check(compiler.program())).isEmpty();
  }

  private static boolean owned(Flow flow, Cookie.Kind kind) {
    return Cookie.parse(flow.cookie()).filter(cookie -> cookie.kind() == kind).isPresent();
  }

  @Test
  void theHostIsToldWhatToTranslateAndTheAgentWhatToForget() {
    PipelineCompiler compiler = new PipelineCompiler(facts(1));
    ServiceExample dns =
        WEB.at("10.96.0.10").with(Protocol.UDP).nodePort(30053).external("192.0.2.9");
    compiler.apply(put(dns, "10.244.1.11", "10.244.2.11"));
    HostShare share = compiler.drainShares().getFirst().after();
    assertThat(share.nodePorts())
        .containsExactly(new HostShare.NodePort(io.weft.net.IpFamily.IPV4, Protocol.UDP, 30053));
    assertThat(share.frontends()).containsOnlyKeys(new Face(ip("192.0.2.9"), Protocol.UDP, 80));
    assertThat(share.datagrams().targets()).hasSize(2);
    assertThat(compiler.drainShares()).isEmpty();
    compiler.apply(slices(dns, "10.244.2.11"));
    HostShare.Change change = compiler.drainShares().getFirst();
    assertThat(change.before()).isEqualTo(share);
    assertThat(change.after().datagrams().targets())
        .containsExactly(new Target(ip("10.244.2.11"), 8080));
  }

  @Test
  void whatPolicyLocalLeadsToAProcessOfTheNodeIsNotMasqueraded() {
    ServiceExample local = WEB.at("10.96.0.10").nodePort(30080).local(true, false);
    for (ServiceExample each : List.of(local, local.with(Protocol.UDP), local.affine(60))) {
      PipelineCompiler compiler = new PipelineCompiler(facts(1));
      compiler.apply(put(each, "192.168.0.1@node1", "10.244.1.11@node1"));
      assertThat(translations(compiler))
          .allMatch(actions -> insider(actions) == actions.toString().contains("192.168.0.1"));
      compiler.apply(List.of(put(each.local(false, false).service())));
      assertThat(translations(compiler)).noneMatch(ServiceFlowsTest::insider);
    }
  }

  private static boolean insider(List<Action> actions) {
    return actions.contains(Mark.EXTERNAL.set(0));
  }

  /// The actions of all buckets and flows that translate.
  private static List<List<Action>> translations(PipelineCompiler compiler) {
    FlowProgram program = compiler.program();
    List<List<Action>> translations =
        Stream.concat(
                program.groups().values().stream()
                    .flatMap(group -> group.buckets().stream())
                    .map(Bucket::actions),
                program.flows().values().stream()
                    .filter(flow -> owned(flow, Cookie.Kind.SERVICE))
                    .map(Flow::actions))
            .filter(actions -> actions.stream().anyMatch(Ct.class::isInstance))
            .toList();
    assertThat(translations).hasSizeGreaterThan(1);
    return translations;
  }

  @Test
  void whatAProcessOfTheNodeServesInPlaceTheHostLeavesAlone() {
    ServiceExample web = WEB.at("10.96.0.10").nodePort(30080).external("192.168.0.1", "192.0.2.9");
    ServiceExample local = web.local(true, false);
    Face own = new Face(ip("192.168.0.1"), Protocol.TCP, 80);
    Face other = new Face(ip("192.0.2.9"), Protocol.TCP, 80);
    assertThat(share(web, "192.168.0.1@node1", 80).frontends()).containsOnlyKeys(own, other);
    assertThat(share(local, "192.168.0.1@node1", 80).frontends()).containsOnlyKeys(other);
    assertThat(share(local, "192.168.0.1@node1", 8080).frontends()).containsOnlyKeys(own, other);
    assertThat(share(local, "192.168.0.1@node1", 8080).nodePorts()).hasSize(1);
    assertThat(share(local, "192.168.0.1@node1", 30080).nodePorts()).isEmpty();
    assertThat(share(local, "10.244.1.11@node1", 30080).nodePorts()).hasSize(1);
  }

  private static HostShare share(ServiceExample service, String endpoint, int port) {
    EndpointSlice slice = service.slices(endpoint).getFirst();
    PipelineCompiler compiler = new PipelineCompiler(facts(1));
    compiler.apply(List.of(put(service.service()), put(listening(slice, port))));
    return compiler.drainShares().getFirst().after();
  }

  private static EndpointSlice listening(EndpointSlice slice, int port) {
    var ports = List.of(new EndpointSlice.EndpointPort("main", Protocol.TCP, OptionalInt.of(port)));
    return new EndpointSlice(
        slice.namespace(), slice.name(), "web", slice.family(), slice.endpoints(), ports);
  }

  @Test
  void twoServicesMayClaimOneExternalAddressAndTheSmallerNameHasIt() {
    ServiceExample a = web("a", 10).external("192.0.2.9");
    ServiceExample b = web("b", 11).external("192.0.2.9");
    PipelineCompiler compiler = new PipelineCompiler(facts(1), 7);
    compiler.apply(put(b, "10.244.2.11"));
    compiler.apply(put(a, "10.244.1.11"));
    PipelineCompiler other = new PipelineCompiler(facts(1), 7);
    other.apply(put(a, "10.244.1.11"));
    other.apply(put(b, "10.244.2.11"));
    assertThat(compiler.program()).isEqualTo(other.program());
    compiler.apply(List.of(delete(a.service().key())));
    PipelineCompiler alone = new PipelineCompiler(facts(1), 7);
    alone.apply(put(b, "10.244.2.11"));
    alone.apply(slices(a, "10.244.1.11"));
    assertThat(compiler.program()).isEqualTo(alone.program());
  }

  @Test
  void anExternalAddressIsAllOfOneServiceWhateverClientsTheOthersWouldServe() {
    ServiceExample a = web("a", 10).balanced("192.0.2.9", "198.51.100.0/24").local(true, false);
    ServiceExample b = web("b", 11).balanced("192.0.2.9", "198.51.0.0/16").local(true, false);
    ServiceExample c = web("c", 12).external("192.0.2.9").local(true, false);
    PipelineCompiler compiler = new PipelineCompiler(facts(1));
    compiler.apply(put(c, "10.244.1.13@node1"));
    compiler.apply(put(b, "10.244.1.12@node1"));
    compiler.apply(put(a, "10.244.1.11@node1"));
    Map<ObjectKey, HostShare> shares = new TreeMap<>();
    compiler.drainShares().forEach(change -> shares.put(change.service(), change.after()));
    assertThat(shares)
        .hasEntrySatisfying(a.service().key(), share -> assertThat(share.frontends()).hasSize(1))
        .doesNotContainKey(b.service().key());
    PipelineCompiler alone = new PipelineCompiler(facts(1));
    alone.apply(put(a, "10.244.1.11@node1"));
    alone.apply(put(web("b", 11).local(true, false), "10.244.1.12@node1"));
    alone.apply(put(web("c", 12).local(true, false), "10.244.1.13@node1"));
    assertThat(compiler.program()).isEqualTo(alone.program());
    assertThat(compiler.conflicts())
        .containsExactly(
            "Service default/b is not served at 192.0.2.9 TCP port 80: Service default/a has it; give one of them another address or port",
            "Service default/c is not served at 192.0.2.9 TCP port 80: Service default/a has it; give one of them another address or port");
    compiler.apply(List.of(delete(a.service().key())));
    PipelineCompiler without = new PipelineCompiler(facts(1));
    without.apply(put(b, "10.244.1.12@node1"));
    without.apply(put(c, "10.244.1.13@node1"));
    without.apply(slices(a, "10.244.1.11@node1"));
    assertThat(compiler.program()).isEqualTo(without.program());
    compiler.apply(List.of(delete(b.service().key())));
    assertThat(compiler.conflicts()).isEmpty();
  }

  @Test
  void anExternalAddressStaysWithTheOlderServiceWhateverTheNameOfTheOneThatComes() {
    ServiceExample old = web("old", 10).external("192.0.2.9").created(Instant.ofEpochSecond(10));
    ServiceExample late = web("a", 11).external("192.0.2.9").created(Instant.ofEpochSecond(20));
    PipelineCompiler compiler = new PipelineCompiler(facts(1));
    compiler.apply(put(old, "10.244.1.11"));
    FlowProgram before = compiler.program();
    compiler.apply(put(late, "10.244.1.12"));
    PipelineCompiler without = new PipelineCompiler(facts(1));
    without.apply(put(old, "10.244.1.11"));
    without.apply(put(web("a", 11), "10.244.1.12"));
    assertThat(compiler.program()).isEqualTo(without.program());
    assertThat(compiler.conflicts())
        .containsExactly(
            "Service default/a is not served at 192.0.2.9 TCP port 80: Service default/old has it; give one of them another address or port");
    // Made anew under its name, a Service is younger than those that were there.
    compiler.apply(put(old.created(Instant.ofEpochSecond(30)), "10.244.1.11"));
    PipelineCompiler anew = new PipelineCompiler(facts(1));
    anew.apply(put(late, "10.244.1.12"));
    anew.apply(put(web("old", 10), "10.244.1.11"));
    assertThat(compiler.program()).isEqualTo(anew.program());
    compiler.apply(List.of(delete(late.service().key())));
    compiler.apply(late.slices("10.244.1.12").stream().map(slice -> delete(slice.key())).toList());
    assertThat(compiler.program()).isEqualTo(before);
  }

  @Test
  void compilingAllAtOnceIsTheSame() {
    List<ClusterObject> objects =
        Stream.<ClusterObject>concat(
                Stream.of(WEB.service()),
                WEB.slices("10.244.1.11", "fd00:10:244:1::11", "10.244.2.11").stream())
            .toList();
    PipelineCompiler compiler = new PipelineCompiler(facts(1));
    compiler.apply(objects.stream().map(ServiceFlowsTest::put).toList());
    assertThat(PipelineCompiler.compile(facts(1), List.of(), ClusterState.of(objects)))
        .isEqualTo(compiler.program());
  }

  /// What holds at some moment of a random history.
  private static final class World {

    private final Map<ObjectKey, ClusterObject> objects = new TreeMap<>();
    private NodeFacts facts = facts(1);

    List<PipelineChange> change(SplittableRandom random) {
      List<PipelineChange> changes = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        changes.add(one(random));
      }
      return changes;
    }

    private PipelineChange one(SplittableRandom random) {
      int number = random.nextInt(4);
      ServiceExample service = service(random, number);
      return switch (random.nextInt(8)) {
        case 0 -> {
          facts =
              facts(1)
                  .withOptions(
                      new NodeFacts.Options(
                          random.nextInt(4) > 0,
                          random.nextBoolean(),
                          List.of(),
                          random.nextBoolean()));
          yield new PipelineChange.Facts(facts);
        }
        case 1 -> removed(service.service().key());
        case 2, 3 -> put(remembered(service.service()));
        case 4 -> removed(service.slices().get(random.nextInt(2)).key());
        default -> put(remembered(slice(random, service)));
      };
    }

    private static ServiceExample service(SplittableRandom random, int number) {
      ServiceExample service = web("web" + number, 10 + number);
      service = random.nextInt(3) == 0 ? service.affine(60 + random.nextInt(2)) : service;
      service = random.nextInt(3) == 0 ? service.nodePort(30080 + number) : service;
      service = random.nextInt(3) == 0 ? service.external("192.0.2." + random.nextInt(3)) : service;
      service =
          random.nextInt(3) == 0
              ? service.balanced("192.0.2.7" + random.nextInt(2), "198.51.100.0/24")
              : service;
      service = random.nextInt(4) == 0 ? service.at("172.20.0." + number) : service;
      return service
          .local(random.nextBoolean(), random.nextBoolean())
          .created(Instant.ofEpochSecond(random.nextInt(3)));
    }

    private static ClusterObject slice(SplittableRandom random, ServiceExample service) {
      List<String> endpoints = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        int node = 1 + random.nextInt(2);
        int last = 10 + random.nextInt(5);
        String where = random.nextBoolean() ? "@node" + node : "";
        endpoints.add(("10.244.%d.%d" + where).formatted(node, last));
        endpoints.add(("fd00:10:244:%d::%d" + where).formatted(node, last));
      }
      return service.slices(endpoints.toArray(String[]::new)).get(random.nextInt(2));
    }

    private ClusterObject remembered(ClusterObject object) {
      objects.put(object.key(), object);
      return object;
    }

    private PipelineChange removed(ObjectKey key) {
      objects.remove(key);
      return delete(key);
    }
  }
}
