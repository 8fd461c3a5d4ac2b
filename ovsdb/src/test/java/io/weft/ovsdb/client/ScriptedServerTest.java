package io.weft.ovsdb.client;

import static io.weft.ovsdb.Waiting.await;
import static io.weft.ovsdb.Waiting.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.weft.ovsdb.ScriptedPeer;
import io.weft.ovsdb.monitor.MonitoredTable;
import io.weft.ovsdb.operations.Operation;
import io.weft.ovsdb.operations.Outcome;
import io.weft.ovsdb.operations.Transaction;
import io.weft.ovsdb.schema.ColumnType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptedServerTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final String A = "00000000-0000-4000-8000-00000000000a";
  private static final String B = "00000000-0000-4000-8000-00000000000b";
  private static final String TXN = "11111111-1111-4111-8111-111111111111";
  private static final String NEXT = "22222222-2222-4222-8222-222222222222";
  private static final String ROW = "{\"" + A + "\":{\"initial\":{\"name\":\"a\"}}}";
  private static final Map<OvsdbClient, Future<String>> LOST = new ConcurrentHashMap<>();
  private static final Transaction NOTE = Transaction.of(new Operation.Comment("c"));

  @AfterAll
  static void closeVertx() {
    await(VERTX.close());
  }

  @Test
  void aServerWithoutMonitorCondSinceIsFollowedByMonitorCond() {
    try (ScriptedPeer peer =
        new ScriptedPeer(line -> {
          line.giveSchema();
          line.refuse(line.expect("monitor_cond_since"), "\"unknown method\"");
          line.reply(line.expect("monitor_cond"), "{\"T\":" + ROW + "}");
          line.inform("update2", "[\"weft\",{\"T\":{\"" + A + "\":{\"modify\":{\"number\":5}}}}]");
          line.expectEnd();
        })) {
      followsToFive(peer);
    }
  }

  @Test
  void aServerWithoutBothIsFollowedByMonitor() {
    try (ScriptedPeer peer =
        new ScriptedPeer(line -> {
          line.giveSchema();
          line.refuse(line.expect("monitor_cond_since"), "{\"error\":\"unknown method\"}");
          line.refuse(line.expect("monitor_cond"), "\"unknown method\"");
          line.reply(line.expect("monitor"), "{\"T\":{\"" + A + "\":{\"new\":{\"name\":\"a\"}}}}");
          line.inform(
              "update",
              "[\"weft\",{\"T\":{\""
                  + A
                  + "\":{\"old\":{\"number\":0},\"new\":{\"name\":\"a\",\"number\":5}}}}]");
          line.expectEnd();
        })) {
      followsToFive(peer);
    }
  }

  @Test
  void theLastTransactionIsNamedOnTheNextConnection() {
    CompletableFuture<JsonNode> second = new CompletableFuture<>();
    try (ScriptedPeer peer =
        new ScriptedPeer(
            line -> {
              line.giveContents(TXN, ROW);
              line.inform(
                  "update3",
                  "[\"weft\",\"%s\",{\"T\":{\"%s\":{\"modify\":{\"number\":4}}}}]"
                      .formatted(NEXT, A));
            },
            line -> {
              line.giveSchema();
              JsonNode request = line.expect("monitor_cond_since");
              second.complete(request.get("params"));
              line.reply(
                  request,
                  "[true,\"%s\",{\"T\":{\"%s\":{\"modify\":{\"number\":5}}}}]".formatted(TXN, A));
              line.expectEnd();
            })) {
      OvsdbClient client = followsToFive(peer);
      assertThat(second.join().get(3).asText()).isEqualTo(NEXT);
      assertThat(client.snapshot().named("T", "a")).isPresent();
    }
  }

  @Test
  void aTransactionNamedByNobodyMeansFromScratch() {
    CompletableFuture<JsonNode> first = new CompletableFuture<>();
    try (ScriptedPeer peer =
        new ScriptedPeer(line -> {
          first.complete(line.giveContents(TXN, ROW));
          line.expectEnd();
        })) {
      OvsdbClient client = client(peer);
      await(client.inSync());
      assertThat(first.join().get("params").get(3).asText())
          .isEqualTo("00000000-0000-0000-0000-000000000000");
      await(client.close());
    }
  }

  @Test
  void anEchoIsAnsweredWithItsParameters() {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    try (ScriptedPeer peer =
        new ScriptedPeer(line -> {
          line.giveContents(TXN, ROW);
          line.send("{\"id\":\"echo\",\"method\":\"echo\",\"params\":[7]}");
          answer.complete(line.next());
          line.expectEnd();
        })) {
      OvsdbClient client = client(peer);
      assertThat(answer.join().toString())
          .isEqualTo("{\"result\":[7],\"error\":null,\"id\":\"echo\"}");
      await(client.close());
    }
  }

  @Test
  void aSilentPeerIsAskedForAnEchoAndThenLeft() {
    try (ScriptedPeer peer =
        new ScriptedPeer(
            line -> {
              line.giveContents(TXN, ROW);
              line.expect("echo");
              line.expectEnd();
            },
            line -> {
              line.giveContents(TXN, ROW);
              line.reply(line.expect("echo"), "[]");
              line.reply(line.expect("echo"), "[]");
              line.inform(
                  "update3",
                  "[\"weft\",\"%s\",{\"T\":{\"%s\":{\"modify\":{\"number\":5}}}}]"
                      .formatted(NEXT, A));
              line.expectEnd();
            })) {
      OvsdbClient client =
          client(
              peer,
              new ClientOptions.Limits(10_000, Duration.ofMillis(100), Duration.ofSeconds(5)));
      String cause = await(lost(client));
      assertThat(cause).contains("silent for too long");
      await(client.await("5", s -> five(s), Duration.ofSeconds(10)));
      await(client.close());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "{\"id\":null,\"method\":\"update3\",\"par",
        "{\"id\":null,\"method\":\"update3\"}",
        "{\"id\":99,\"result\":[],\"error\":null}",
        "{\"id\":\"x\",\"result\":[],\"error\":null}",
        "{\"id\":null,\"method\":\"update3\",\"params\":[\"weft\",\"TXN\",{\"T\":{\"ROW\":{\"modify\":{\"number\":\"x\"}}}}]}",
        "{\"id\":null,\"method\":\"update3\",\"params\":[\"weft\",\"TXN\",{\"U\":{}}]}",
        "{\"id\":null,\"method\":\"update3\",\"params\":[\"weft\"]}",
        "{\"id\":null,\"method\":\"monitor_canceled\",\"params\":[\"weft\"]}",
        "LONG"
      })
  void whatIsWrongEndsTheConnectionAndTheNextOneHeals(String text) {
    String sent =
        text.replace("TXN", NEXT)
            .replace("ROW", A)
            .replace("LONG", "{\"a\":\"" + "x".repeat(20_000));
    try (ScriptedPeer peer =
        new ScriptedPeer(
            line -> {
              line.giveContents(TXN, ROW);
              line.send(sent);
              if (!text.contains("par") || text.contains("params")) {
                line.expectEnd();
              }
            },
            line -> {
              line.giveContents(
                  NEXT, "{\"" + B + "\":{\"initial\":{\"name\":\"b\",\"number\":5}}}");
              line.expectEnd();
            })) {
      OvsdbClient client = client(peer);
      String cause = await(lost(client));
      assertThat(cause).isNotEmpty();
      await(client.await("5", s -> five(s), Duration.ofSeconds(10)));
      assertThat(client.snapshot().rows("T")).hasSize(1);
      await(client.close());
    }
  }

  @Test
  void afterAWrongUpdateTheClientStartsFromScratch() {
    CompletableFuture<JsonNode> second = new CompletableFuture<>();
    try (ScriptedPeer peer =
        new ScriptedPeer(
            line -> {
              line.giveContents(TXN, ROW);
              line.inform(
                  "update3",
                  "[\"weft\",\"%s\",{\"T\":{\"%s\":{\"delete\":null}}}]".formatted(NEXT, B));
              line.expectEnd();
            },
            line -> {
              second.complete(line.giveContents(NEXT, ROW));
              line.expectEnd();
            })) {
      OvsdbClient client = client(peer);
      assertThat(second.join().get("params").get(3).asText())
          .isEqualTo("00000000-0000-0000-0000-000000000000");
      await(client.close());
    }
  }

  @Test
  void aSchemaThatLacksATableIsSaidClearly() {
    try (ScriptedPeer peer =
        new ScriptedPeer(line -> {
          line.reply(line.expect("get_schema"), "{\"name\":\"D\",\"tables\":{}}");
          line.expectEnd();
        })) {
      OvsdbClient client = client(peer);
      assertThat(await(lost(client))).contains("a table T in database D");
      await(client.close());
    }
  }

  @Test
  void aServerWithoutTheDatabaseIsSaidClearly() {
    try (ScriptedPeer peer =
        new ScriptedPeer(line -> {
          line.refuse(line.expect("get_schema"), "{\"error\":\"unknown database\"}");
          line.expectEnd();
        })) {
      OvsdbClient client = client(peer);
      assertThat(await(lost(client))).contains("no schema of D").contains("unknown database");
      await(client.close());
    }
  }

  @Test
  void aRefusedMonitorIsSaidClearly() {
    try (ScriptedPeer peer =
        new ScriptedPeer(line -> {
          line.giveSchema();
          line.refuse(line.expect("monitor_cond_since"), "\"resources exhausted\"");
          line.expectEnd();
        })) {
      OvsdbClient client = client(peer);
      assertThat(await(lost(client))).contains("refused to monitor_cond_since");
      await(client.close());
    }
  }

  @Test
  void aRequestThatIsOpenWhenTheConnectionEndsIsInDoubt() {
    try (ScriptedPeer peer =
        new ScriptedPeer(line -> {
          line.giveContents(TXN, ROW);
          line.expect("transact");
        })) {
      OvsdbClient client = client(peer);
      await(client.inSync());
      assertThat(failure(client.transact(NOTE)))
          .isInstanceOf(OvsdbException.InDoubt.class)
          .hasMessageContaining("may or may not have been committed");
      await(client.close());
    }
  }

  @Test
  void anAnswerThatDoesNotFitIsInDoubt() {
    try (ScriptedPeer peer =
        new ScriptedPeer(line -> {
          line.giveContents(TXN, ROW);
          line.reply(line.expect("transact"), "[{},{},{}]");
          line.expectEnd();
        })) {
      OvsdbClient client = client(peer);
      await(client.inSync());
      assertThat(failure(client.transact(NOTE))).isInstanceOf(OvsdbException.InDoubt.class);
      await(client.close());
    }
  }

  @Test
  void anAnswerAfterTheRequestWasGivenUpDoesNoHarm() {
    try (ScriptedPeer peer =
        new ScriptedPeer(line -> {
          line.giveContents(TXN, ROW);
          JsonNode request = line.expect("transact");
          JsonNode cancel = line.expect("cancel");
          assertThat(cancel.get("params").get(0)).isEqualTo(request.get("id"));
          line.reply(line.expect("echo"), "[]");
          line.reply(request, "[{}]");
          line.inform(
              "update3",
              "[\"weft\",\"%s\",{\"T\":{\"%s\":{\"modify\":{\"number\":5}}}}]".formatted(NEXT, A));
          line.expectEnd();
        })) {
      OvsdbClient client = client(peer, impatient());
      await(client.inSync());
      assertThat(failure(client.transact(NOTE)))
          .isInstanceOf(OvsdbException.InDoubt.class)
          .hasMessageContaining("no answer to transact");
      await(client.await("5", s -> five(s), Duration.ofSeconds(10)));
      await(client.close());
    }
  }

  @Test
  void aServerThatAnswersTheCancellationRefusesTheRequest() {
    try (ScriptedPeer peer =
        new ScriptedPeer(line -> {
          line.giveContents(TXN, ROW);
          JsonNode request = line.expect("transact");
          line.expect("cancel");
          line.refuse(request, "\"canceled\"");
          line.expectEnd();
        })) {
      OvsdbClient client = client(peer, impatient());
      await(client.inSync());
      assertThat(await(client.transact(NOTE)))
          .isEqualTo(new Outcome.Refused(0, "canceled", "\"canceled\""));
      await(client.close());
    }
  }

  @Test
  void aTransactionThatTheServerDoesNotUnderstandIsRefused() {
    try (ScriptedPeer peer =
        new ScriptedPeer(line -> {
          line.giveContents(TXN, ROW);
          line.refuse(line.expect("transact"), "{\"error\":\"syntax error\"}");
          line.expectEnd();
        })) {
      OvsdbClient client = client(peer);
      await(client.inSync());
      assertThat(await(client.transact(NOTE)))
          .isEqualTo(new Outcome.Refused(0, "syntax error", "{\"error\":\"syntax error\"}"));
      await(client.close());
    }
  }

  @Test
  void aRequestWithoutAConnectionDidNotHappen() {
    Endpoint nowhere = Endpoint.parse("unix:/nonexistent/weft.sock");
    OvsdbClient client = client(options(nowhere, ClientOptions.Limits.USUAL));
    assertThat(await(lost(client))).contains("cannot connect to unix:/nonexistent/weft.sock");
    assertThat(failure(client.transact(NOTE))).isInstanceOf(OvsdbException.NotConnected.class);
    Future<?> waiting = client.inSync();
    assertThat(failure(client.await("x", _ -> false, Duration.ofMillis(20))))
        .isInstanceOf(OvsdbException.NotInTime.class)
        .hasMessageContaining("not within 20 ms: x");
    await(client.close());
    assertThat(failure(waiting)).isInstanceOf(OvsdbException.NotConnected.class);
    assertThat(client.state()).isEqualTo(new ConnectionState.Closed());
  }

  @Test
  void aListenerThatThrowsDoesNotKeepOthersFromBeingCalled() {
    try (ScriptedPeer peer =
        new ScriptedPeer(line -> {
          line.giveContents(TXN, ROW);
          line.expectEnd();
        })) {
      Promise<Throwable> reported = Promise.promise();
      Promise<Object> called = Promise.promise();
      Promise<OvsdbClient> made = Promise.promise();
      VERTX
          .getOrCreateContext()
          .runOnContext(_ -> {
            Objects.requireNonNull(Vertx.currentContext()).exceptionHandler(reported::tryComplete);
            OvsdbClient client = watched(options(peer.endpoint(), ClientOptions.Limits.USUAL));
            client.onChanges(_ -> {
              throw new IllegalStateException("a listener's bug");
            });
            client.onChanges(_ -> called.tryComplete());
            Subscription cancelled =
                client.onChanges(_ -> called.tryFail("called after it was cancelled"));
            cancelled.cancel();
            made.complete(client);
          });
      await(called.future());
      assertThat(await(reported.future())).hasMessage("a listener's bug");
      await(await(made.future()).close());
    }
  }

  @Test
  void pausesDoubleUpToTheLongest() {
    ClientOptions.Backoff backoff =
        new ClientOptions.Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
    assertThat(List.of(1, 2, 3, 4, 5, 1000))
        .extracting(n -> backoff.pause(n).toMillis())
        .containsExactly(100L, 200L, 400L, 800L, 1000L, 1000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix:/run/db.sock", "tcp:127.0.0.1:6640", "tcp:[::1]:6640"})
  void anEndpointComesBackFromItsText(String text) {
    assertThat(Endpoint.parse(text)).hasToString(text);
    assertThat(Endpoint.parse(text).address().isDomainSocket()).isEqualTo(text.startsWith("unix"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unix:", "tcp:", "tcp:a", "tcp::1", "tcp:a:0", "tcp:a:x", "ssl:a:1"})
  void whatIsNoEndpointIsRefused(String text) {
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> Endpoint.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("endpoint");
  }

  private static OvsdbClient followsToFive(ScriptedPeer peer) {
    OvsdbClient client = client(peer);
    await(client.await("5", s -> five(s), Duration.ofSeconds(10)));
    assertThat(client.snapshot().named("T", "a")).isPresent();
    await(client.close());
    return client;
  }

  private static boolean five(io.weft.ovsdb.monitor.Snapshot snapshot) {
    return snapshot.rows("T").values().stream().anyMatch(row -> row.integer("number") == 5);
  }

  /// Why the client's first connection ended.
  private static Future<String> lost(OvsdbClient client) {
    return Objects.requireNonNull(LOST.get(client));
  }

  private static OvsdbClient client(ScriptedPeer peer) {
    return client(
        peer, new ClientOptions.Limits(10_000, Duration.ofSeconds(5), Duration.ofSeconds(5)));
  }

  private static OvsdbClient client(ScriptedPeer peer, ClientOptions.Limits limits) {
    return client(options(peer.endpoint(), limits));
  }

  private static ClientOptions.Limits impatient() {
    return new ClientOptions.Limits(10_000, Duration.ofSeconds(5), Duration.ofMillis(50));
  }

  private static OvsdbClient client(ClientOptions options) {
    Promise<OvsdbClient> made = Promise.promise();
    VERTX.getOrCreateContext().runOnContext(_ -> made.complete(watched(options)));
    return await(made.future());
  }

  private static OvsdbClient watched(ClientOptions options) {
    OvsdbClient client = OvsdbClient.start(VERTX, options);
    Promise<String> cause = Promise.promise();
    LOST.put(client, cause.future());
    client.onState(state -> {
      if (state instanceof ConnectionState.Waiting waiting) {
        cause.tryComplete(waiting.cause());
      }
    });
    return client;
  }

  private static ClientOptions options(Endpoint endpoint, ClientOptions.Limits limits) {
    return new ClientOptions(
        endpoint,
        "D",
        List.of(
            new MonitoredTable("T", Map.of("name", ColumnType.TEXT, "number", ColumnType.INTEGER))),
        new ClientOptions.Backoff(Duration.ofMillis(10), Duration.ofMillis(100)),
        limits);
  }
}
