package io.weft.ovsdb.client;

import static io.weft.ovsdb.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.weft.ovsdb.OvsdbServer;
import io.weft.ovsdb.Waiting;
import io.weft.ovsdb.monitor.Changes;
import io.weft.ovsdb.monitor.Snapshot;
import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.Condition;
import io.weft.ovsdb.notation.Mutation;
import io.weft.ovsdb.notation.OvsMap;
import io.weft.ovsdb.notation.OvsSet;
import io.weft.ovsdb.notation.Row;
import io.weft.ovsdb.openvswitch.VswitchTables;
import io.weft.ovsdb.operations.Operation;
import io.weft.ovsdb.operations.Outcome;
import io.weft.ovsdb.operations.Result;
import io.weft.ovsdb.operations.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RealServerTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final Duration SECONDS = Duration.ofSeconds(10);

  @AfterAll
  static void closeVertx() {
    await(VERTX.close());
  }

  @Test
  void theContentsComeOverAUnixSocketAndOverTcp() {
    try (OvsdbServer server = OvsdbServer.standalone()) {
      server.vsctl("add-br", "br0", "--", "set", "bridge", "br0", "external_ids:k=v");
      for (Endpoint endpoint : List.of(server.unix(), server.tcp())) {
        OvsdbClient client = client(endpoint);
        Snapshot snapshot = await(client.inSync());
        assertThat(snapshot.named("Bridge", "br0"))
            .hasValueSatisfying(bridge ->
                assertThat(bridge.getValue().textMap("external_ids")).isEqualTo(Map.of("k", "v")));
        await(client.close());
      }
    }
  }

  @Test
  void everyOperationIsAnswered() {
    try (OvsdbServer server = OvsdbServer.standalone()) {
      server.vsctl("add-br", "br0");
      OvsdbClient client = client(server.unix());
      await(client.inSync());
      List<Condition> br0 = List.of(Condition.named("br0"));
      Operation.Select name = new Operation.Select("Bridge", br0, List.of("name"));
      Outcome outcome =
          await(
              client.transact(
                  Transaction.of(
                      Operation.insert("Mirror", Row.EMPTY.with("name", Atom.of("m")), "mirror"),
                      new Operation.Mutate(
                          "Bridge",
                          br0,
                          List.of(
                              Mutation.insert("mirrors", OvsSet.of(new Atom.NamedUuid("mirror"))),
                              Mutation.insert("external_ids", OvsMap.ofTexts(Map.of("a", "b"))))),
                      new Operation.Update(
                          "Bridge", br0, Row.EMPTY.with("fail_mode", Atom.of("secure"))),
                      name,
                      Operation.Wait.now(name, List.of(Row.EMPTY.with("name", Atom.of("br0")))),
                      new Operation.Delete("Port", List.of(Condition.named("none"))),
                      new Operation.Comment("a test"),
                      new Operation.Commit(true))));
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Committed.class,
              committed -> {
                assertThat(committed.results()).hasSize(8);
                assertThat(committed.results().get(0)).isInstanceOf(Result.Inserted.class);
                assertThat(committed.results().subList(1, 8))
                    .containsExactly(
                        new Result.Changed(1),
                        new Result.Changed(1),
                        new Result.Selected(List.of(Row.EMPTY.with("name", Atom.of("br0")))),
                        new Result.Done(),
                        new Result.Changed(0),
                        new Result.Done(),
                        new Result.Done());
              });
      assertThat(server.vsctl("get", "bridge", "br0", "external_ids:a")).isEqualTo("b");
      await(client.close());
    }
  }

  @Test
  void refusalsNameTheOperationAndTheReason() {
    try (OvsdbServer server = OvsdbServer.standalone()) {
      OvsdbClient client = client(server.unix());
      await(client.inSync());
      Operation comment = new Operation.Comment("c");
      assertRefused(client, 1, "aborted", comment, new Operation.Abort());
      assertRefused(client, 0, "not owner", new Operation.Assert("lock"));
      assertRefused(
          client,
          1,
          "timed out",
          comment,
          Operation.Wait.now(
              new Operation.Select("Bridge", List.of(), List.of("name")),
              List.of(Row.EMPTY.with("name", Atom.of("br0")))));
      assertRefused(
          client,
          0,
          "constraint violation",
          Operation.insert("Bridge", Row.EMPTY.with("fail_mode", Atom.of("open"))));
      await(client.close());
    }
  }

  @Test
  void aRequestThatTakesTooLongIsGivenUpAndTheConnectionStays() {
    try (OvsdbServer server = OvsdbServer.standalone()) {
      server.vsctl("init");
      ClientOptions options = options(server.unix());
      OvsdbClient client =
          OvsdbClient.start(
              VERTX,
              new ClientOptions(
                  options.endpoint(),
                  options.database(),
                  options.tables(),
                  options.backoff(),
                  new ClientOptions.Limits(
                      1 << 20, Duration.ofSeconds(5), Duration.ofMillis(100))));
      await(client.inSync());
      Future<Outcome> stuck =
          client.transact(
              Transaction.of(
                  new Operation.Wait(
                      new Operation.Select("Bridge", List.of(), List.of("name")),
                      false,
                      List.of(),
                      Optional.empty())));
      assertThat(Waiting.failure(stuck))
          .isInstanceOf(OvsdbException.InDoubt.class)
          .hasMessageContaining("no answer to transact");
      assertThat(await(bump(client))).isInstanceOf(Outcome.Committed.class);
      assertThat(client.state()).isEqualTo(new ConnectionState.InSync(false));
      await(client.close());
    }
  }

  @Test
  void theSnapshotHasAChangeBeforeTheAnswerComes() {
    try (OvsdbServer server = OvsdbServer.standalone()) {
      server.vsctl("init");
      OvsdbClient client = client(server.unix());
      await(client.inSync());
      for (int i = 1; i <= 200; i++) {
        long seen = await(bump(client).map(_ -> configuration(client.snapshot())));
        assertThat(seen).isEqualTo(i);
      }
      await(client.close());
    }
  }

  @Test
  void noSnapshotEverHoldsHalfATransaction() {
    try (OvsdbServer server = OvsdbServer.standalone()) {
      OvsdbClient writer = client(server.unix());
      OvsdbClient reader = client(server.tcp());
      await(Future.all(writer.inSync(), reader.inSync()));
      List<String> broken = new CopyOnWriteArrayList<>();
      reader.onChanges(step -> broken.addAll(dangling(step.after())));
      List<Future<Outcome>> open = new ArrayList<>();
      await(writer.transact(Transaction.of(Operation.insert("Open_vSwitch", Row.EMPTY))));
      for (int i = 0; i < 100; i++) {
        open.add(writer.transact(bridgeWithPort("br" + i)));
      }
      open.forEach(Waiting::await);
      await(reader.await("all", s -> s.rows("Bridge").size() == 100, SECONDS));
      assertThat(broken).isEmpty();
      assertThat(reader.snapshot()).isEqualTo(writer.snapshot());
      await(writer.close());
      await(reader.close());
    }
  }

  @Test
  void stepsFollowOneAnotherWithoutAGap() {
    try (OvsdbServer server = OvsdbServer.standalone()) {
      server.vsctl("init");
      OvsdbClient client = client(server.unix());
      List<Changes> steps = new CopyOnWriteArrayList<>();
      client.onChanges(steps::add);
      await(client.inSync());
      for (int i = 0; i < 20; i++) {
        await(bump(client));
      }
      for (int i = 1; i < steps.size(); i++) {
        assertThat(steps.get(i).before()).isSameAs(steps.get(i - 1).after());
        assertThat(steps.get(i))
            .isEqualTo(Changes.between(steps.get(i).before(), steps.get(i).after()));
      }
      assertThat(steps).hasSizeGreaterThanOrEqualTo(20);
      await(client.close());
    }
  }

  @Test
  void afterACrashOfTheServerWhatWasMissedComesAsOneStep() {
    try (OvsdbServer server = OvsdbServer.standalone()) {
      server.vsctl("add-br", "br0");
      OvsdbClient client = client(server.unix());
      await(client.inSync());
      List<Changes> steps = new CopyOnWriteArrayList<>();
      client.onChanges(steps::add);
      server.kill();
      server.forgetEverything();
      server.restart();
      server.vsctl("add-br", "br1");
      await(client.await("br1", s -> s.named("Bridge", "br1").isPresent(), SECONDS));
      assertThat(client.snapshot().named("Bridge", "br0")).isEmpty();
      assertThat(steps.getFirst().before().named("Bridge", "br0")).isPresent();
      await(client.close());
    }
  }

  @Test
  void aClusteredServerSendsOnlyWhatWasMissed() {
    try (OvsdbServer server = OvsdbServer.clustered()) {
      OvsdbClient client = client(server.unix());
      OvsdbClient other = client(server.tcp());
      await(Future.all(client.inSync(), other.inSync()));
      await(other.transact(Transaction.of(Operation.insert("Open_vSwitch", Row.EMPTY))));
      await(client.await("root", s -> !s.rows("Open_vSwitch").isEmpty(), SECONDS));
      Promise<ConnectionState.InSync> again = Promise.promise();
      client.onState(state -> {
        if (state instanceof ConnectionState.InSync sync) {
          again.tryComplete(sync);
        }
      });
      server.control("ovsdb-server/reconnect");
      assertThat(await(again.future()).resumed()).isTrue();
      await(bump(client));
      assertThat(configuration(client.snapshot())).isEqualTo(1);
      await(client.close());
      await(other.close());
    }
  }

  @Test
  void everythingComesOnTheContextThatTheClientWasMadeOn() {
    try (OvsdbServer server = OvsdbServer.standalone()) {
      server.vsctl("init");
      Context context = VERTX.getOrCreateContext();
      Promise<OvsdbClient> made = Promise.promise();
      List<Context> seen = new CopyOnWriteArrayList<>();
      context.runOnContext(_ -> {
        OvsdbClient client = client(server.unix());
        client.onState(_ -> seen.add(here()));
        client.onChanges(_ -> seen.add(here()));
        made.complete(client);
      });
      OvsdbClient client = await(made.future());
      await(client.inSync().onComplete(_ -> seen.add(here())));
      await(bump(client).onComplete(_ -> seen.add(here())));
      await(client.close());
      assertThat(seen).hasSizeGreaterThan(4).allSatisfy(c -> assertThat(c).isSameAs(context));
    }
  }

  private static Context here() {
    return java.util.Objects.requireNonNull(Vertx.currentContext());
  }

  private static Future<Outcome> bump(OvsdbClient client) {
    return client.transact(
        Transaction.of(
            new Operation.Mutate("Open_vSwitch", List.of(), List.of(Mutation.add("next_cfg", 1)))));
  }

  private static long configuration(Snapshot snapshot) {
    return snapshot.rows("Open_vSwitch").values().iterator().next().integer("next_cfg");
  }

  private static void assertRefused(
      OvsdbClient client, int index, String error, Operation... operations) {
    assertThat(await(client.transact(Transaction.of(operations))))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> {
              assertThat(refused.operation()).isEqualTo(index);
              assertThat(refused.error()).isEqualTo(error);
            });
  }

  private static Transaction bridgeWithPort(String name) {
    return Transaction.of(
        Operation.insert("Interface", Row.EMPTY.with("name", Atom.of(name)), "i"),
        Operation.insert(
            "Port",
            Row.EMPTY
                .with("name", Atom.of(name))
                .with("interfaces", OvsSet.of(new Atom.NamedUuid("i"))),
            "p"),
        Operation.insert(
            "Bridge",
            Row.EMPTY.with("name", Atom.of(name)).with("ports", OvsSet.of(new Atom.NamedUuid("p"))),
            "b"),
        new Operation.Mutate(
            "Open_vSwitch",
            List.of(),
            List.of(Mutation.insert("bridges", OvsSet.of(new Atom.NamedUuid("b"))))));
  }

  private static List<String> dangling(Snapshot snapshot) {
    List<String> broken = new ArrayList<>();
    check(snapshot, "Open_vSwitch", "bridges", "Bridge", broken);
    check(snapshot, "Bridge", "ports", "Port", broken);
    check(snapshot, "Port", "interfaces", "Interface", broken);
    return broken;
  }

  private static void check(
      Snapshot snapshot, String table, String column, String target, List<String> broken) {
    long references = 0;
    for (Row row : snapshot.rows(table).values()) {
      for (Atom.Uuid uuid : row.uuids(column)) {
        references++;
        if (snapshot.row(target, uuid).isEmpty()) {
          broken.add(table + " refers to " + target + " " + uuid);
        }
      }
    }
    if (references != snapshot.rows(target).size()) {
      broken.add(target + " has rows that " + table + " does not refer to");
    }
  }

  private static OvsdbClient client(Endpoint endpoint) {
    return OvsdbClient.start(VERTX, options(endpoint));
  }

  private static ClientOptions options(Endpoint endpoint) {
    return ClientOptions.of(endpoint, VswitchTables.DATABASE, VswitchTables.monitored());
  }
}
