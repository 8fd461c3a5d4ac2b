package io.weft.ovsdb.client;

import static io.weft.ovsdb.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.weft.ovsdb.OvsdbServer;
import io.weft.ovsdb.jsonrpc.JsonRpcConnection;
import io.weft.ovsdb.jsonrpc.Message;
import io.weft.ovsdb.jsonrpc.Reply;
import io.weft.ovsdb.monitor.MonitorMethod;
import io.weft.ovsdb.monitor.Replica;
import io.weft.ovsdb.monitor.Snapshot;
import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.Condition;
import io.weft.ovsdb.notation.Mutation;
import io.weft.ovsdb.notation.NotationException;
import io.weft.ovsdb.notation.OvsMap;
import io.weft.ovsdb.notation.OvsSet;
import io.weft.ovsdb.notation.Row;
import io.weft.ovsdb.notation.Value;
import io.weft.ovsdb.openvswitch.VswitchTables;
import io.weft.ovsdb.operations.Operation;
import io.weft.ovsdb.operations.Outcome;
import io.weft.ovsdb.operations.Transaction;
import io.weft.ovsdb.schema.SchemaReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FollowingTest {

  private static final Vertx VERTX = Vertx.vertx();

  @AfterAll
  static void closeVertx() {
    await(VERTX.close());
  }

  @ParameterizedTest
  @EnumSource(MonitorMethod.class)
  void everyMethodEndsAtWhatTheServerHas(MonitorMethod method) {
    long seed = method.method().length();
    SplittableRandom random = new SplittableRandom(seed);
    try (OvsdbServer server = OvsdbServer.standalone()) {
      server.vsctl("add-br", "br0", "--", "add-br", "br1", "--", "add-br", "br2");
      Follower follower = new Follower(server.unix(), method);
      OvsdbClient writer = client(server);
      await(Future.all(follower.started.future(), writer.inSync()));
      for (int i = 0; i < 150; i++) {
        Outcome outcome = await(writer.transact(new Transaction(random(random))));
        assertThat(outcome).as("seed " + seed).isInstanceOf(Outcome.Committed.class);
      }
      await(follower.echo());
      OvsdbClient fresh = client(server);
      assertThat(await(fresh.inSync())).as("seed " + seed).isEqualTo(writer.snapshot());
      assertThat(follower.replica.snapshot()).as("seed " + seed).isEqualTo(fresh.snapshot());
      await(writer.close());
      await(fresh.close());
    }
  }

  private static List<Operation> random(SplittableRandom random) {
    List<Operation> operations = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      List<Condition> where = List.of(Condition.named("br" + random.nextInt(3)));
      operations.add(
          switch (random.nextInt(6)) {
            case 0 ->
                new Operation.Update(
                    "Bridge", where, Row.EMPTY.with("external_ids", new OvsMap(map(random))));
            case 1 ->
                new Operation.Mutate(
                    "Bridge",
                    where,
                    List.of(Mutation.insert("external_ids", new OvsMap(map(random)))));
            case 2 ->
                new Operation.Mutate(
                    "Bridge",
                    where,
                    List.of(Mutation.delete("external_ids", OvsSet.ofAtoms(map(random).keySet()))));
            case 3 ->
                new Operation.Update("Bridge", where, Row.EMPTY.with("fail_mode", mode(random)));
            case 4 ->
                new Operation.Update(
                    "Bridge", where, Row.EMPTY.with("protocols", protocols(random)));
            default ->
                new Operation.Mutate(
                    "Open_vSwitch",
                    List.of(),
                    List.of(Mutation.add("next_cfg", random.nextInt(100))));
          });
    }
    return operations;
  }

  private static Map<Atom, Atom> map(SplittableRandom random) {
    Map<String, String> texts = new TreeMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      texts.put("k" + random.nextInt(6), "v" + random.nextInt(3));
    }
    return OvsMap.ofTexts(texts).entries();
  }

  private static Value mode(SplittableRandom random) {
    return random.nextBoolean()
        ? OvsSet.EMPTY
        : Atom.of(random.nextBoolean() ? "secure" : "standalone");
  }

  private static Value protocols(SplittableRandom random) {
    List<String> some = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      if (random.nextBoolean()) {
        some.add("OpenFlow1" + i);
      }
    }
    return OvsSet.ofTexts(some);
  }

  private static OvsdbClient client(OvsdbServer server) {
    return OvsdbClient.start(
        VERTX, ClientOptions.of(server.unix(), VswitchTables.DATABASE, VswitchTables.monitored()));
  }

  /// Follows by one method, whatever the server could do better.
  private static final class Follower {

    final Replica replica = new Replica(VswitchTables.monitored());
    final Promise<Snapshot> started = Promise.promise();
    private final NetClient net = VERTX.createNetClient();
    private final MonitorMethod method;
    private final Promise<JsonRpcConnection> connected = Promise.promise();

    Follower(Endpoint endpoint, MonitorMethod method) {
      this.method = method;
      net.connect(endpoint.address())
          .onSuccess(socket -> {
            JsonRpcConnection rpc =
                new JsonRpcConnection(
                    VERTX, socket, 1 << 20, java.time.Duration.ofSeconds(5), this::notified);
            connected.complete(rpc);
            ArrayNode params = JsonNodeFactory.instance.arrayNode().add("Open_vSwitch");
            rpc.request("get_schema", params)
                .compose(reply -> follow(rpc, reply))
                .onSuccess(this::start)
                .onFailure(started::tryFail);
          })
          .onFailure(started::tryFail);
    }

    /// Completes when everything that the server has sent so far has been taken.
    Future<Reply> echo() {
      return connected
          .future()
          .compose(rpc -> rpc.request("echo", JsonNodeFactory.instance.arrayNode()));
    }

    private Future<Reply> follow(JsonRpcConnection rpc, Reply schema) {
      try {
        replica.adopt(SchemaReader.schema(value(schema)));
      } catch (NotationException e) {
        return Future.failedFuture(e);
      }
      return rpc.request(
          method.method(),
          method.params(
              "Open_vSwitch", TextNode.valueOf("weft"), replica.columns(), Optional.empty()));
    }

    private void start(Reply reply) {
      try {
        replica.start(method, value(reply));
        started.complete(replica.snapshot());
      } catch (NotationException e) {
        started.fail(e);
      }
    }

    private void notified(Message.Notification notification) {
      try {
        assertThat(notification.method()).isEqualTo(method.notification());
        replica.follow(method, notification.params());
      } catch (NotationException e) {
        throw new AssertionError(e);
      }
    }

    private static JsonNode value(Reply reply) {
      return ((Reply.Result) reply).value();
    }
  }
}
