package io.weft.ovsdb.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.Condition;
import io.weft.ovsdb.notation.Condition.Function;
import io.weft.ovsdb.notation.Mutation;
import io.weft.ovsdb.notation.NotationException;
import io.weft.ovsdb.notation.OvsMap;
import io.weft.ovsdb.notation.OvsSet;
import io.weft.ovsdb.notation.Row;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Atom.Uuid UUID = Atom.Uuid.parse("550e8400-e29b-41d4-a716-446655440000");

  private static final List<Operation> OPERATIONS =
      List.of(
          Operation.insert(
              "Bridge",
              Row.EMPTY.with("name", Atom.of("br0")).with("ports", new Atom.NamedUuid("p")),
              "b"),
          Operation.insert("Bridge", Row.EMPTY),
          new Operation.Select("Bridge", List.of(Condition.named("br0")), List.of("name", "ports")),
          new Operation.Select("Bridge", List.of(), List.of()),
          new Operation.Update(
              "Bridge", List.of(Condition.is(UUID)), Row.EMPTY.with("fail_mode", OvsSet.EMPTY)),
          new Operation.Mutate(
              "Bridge",
              List.of(new Condition("name", Function.NOT_EQUAL, Atom.of("br1"))),
              List.of(
                  Mutation.insert("external_ids", OvsMap.ofTexts(Map.of("k", "v"))),
                  Mutation.delete("external_ids", OvsSet.ofTexts(List.of("x"))),
                  Mutation.add("n", 1))),
          new Operation.Delete(
              "Bridge",
              List.of(
                  new Condition("n", Function.LESS, Atom.of(1)),
                  new Condition("n", Function.LESS_OR_EQUAL, Atom.of(2)),
                  new Condition("n", Function.GREATER, Atom.of(3)),
                  new Condition("n", Function.GREATER_OR_EQUAL, Atom.of(4)),
                  new Condition("s", Function.INCLUDES, OvsSet.ofTexts(List.of("a"))),
                  new Condition("s", Function.EXCLUDES, Atom.of("b")))),
          Operation.Wait.now(
              new Operation.Select("Bridge", List.of(), List.of("name")),
              List.of(Row.EMPTY.with("name", Atom.of("br0")))),
          new Operation.Wait(
              new Operation.Select("Bridge", List.of(), List.of("name")),
              false,
              List.of(),
              Optional.<Duration>empty()),
          new Operation.Commit(true),
          new Operation.Abort(),
          new Operation.Comment("why"),
          new Operation.Assert("l"));

  @Test
  void everyOperationIsWrittenAsTheRfcSays() throws Exception {
    JsonNode expected;
    try (InputStream file = OperationTest.class.getResourceAsStream("/rfc7047/operations.json")) {
      expected = JSON.readTree(file).get("operations");
    }
    JsonNode params =
        JSON.readTree(OperationWriter.transact("D", new Transaction(OPERATIONS)).toString());
    assertThat(params.get(0).asText()).isEqualTo("D");
    for (int i = 0; i < OPERATIONS.size(); i++) {
      assertThat(params.get(i + 1)).isEqualTo(expected.get(i));
    }
    assertThat(expected).hasSize(OPERATIONS.size());
  }

  @Test
  void aCommittedTransactionHasOneResultPerOperation() throws Exception {
    Transaction transaction =
        Transaction.of(
            Operation.insert("T", Row.EMPTY),
            new Operation.Select("T", List.of(), List.of()),
            new Operation.Delete("T", List.of()),
            new Operation.Comment("c"));
    Outcome outcome =
        OutcomeReader.outcome(
            transaction,
            JSON.readTree(
                "[{\"uuid\":[\"uuid\",\"%s\"]},{\"rows\":[{\"n\":1}]},{\"count\":2},{}]"
                    .formatted(UUID)));
    assertThat(outcome)
        .isEqualTo(
            new Outcome.Committed(
                List.of(
                    new Result.Inserted(UUID),
                    new Result.Selected(List.of(Row.EMPTY.with("n", Atom.of(1)))),
                    new Result.Changed(2),
                    new Result.Done())));
  }

  @Test
  void theFirstErrorRefusesTheWhole() throws Exception {
    Transaction transaction =
        Transaction.of(new Operation.Abort(), Operation.insert("T", Row.EMPTY));
    assertThat(OutcomeReader.outcome(transaction, JSON.readTree("[{\"error\":\"aborted\"},null]")))
        .isEqualTo(new Outcome.Refused(0, "aborted", ""));
  }

  @Test
  void anErrorAfterTheLastOperationIsThatOfTheCommit() throws Exception {
    Transaction transaction = Transaction.of(new Operation.Comment("c"));
    Outcome outcome =
        OutcomeReader.outcome(
            transaction,
            JSON.readTree("[{},{\"error\":\"constraint violation\",\"details\":\"twice\"}]"));
    assertThat(outcome).isEqualTo(new Outcome.Refused(1, "constraint violation", "twice"));
    assertThat(((Outcome.Refused) outcome).isConstraintViolation()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "[{}]",
        "[{},{},{}]",
        "[{\"count\":1.5},{\"rows\":[]}]",
        "[{\"count\":1},{\"rows\":7}]",
        "[{\"count\":1},{\"rows\":[7]}]"
      })
  void anAnswerThatDoesNotFitIsRefused(String text) {
    Transaction transaction =
        Transaction.of(
            new Operation.Delete("T", List.of()), new Operation.Select("T", List.of(), List.of()));
    assertThatThrownBy(() -> OutcomeReader.outcome(transaction, JSON.readTree(text)))
        .isInstanceOf(NotationException.class);
  }

  @Test
  void anInsertIsAnsweredWithAUuid() {
    Transaction transaction = Transaction.of(Operation.insert("T", Row.EMPTY));
    assertThatThrownBy(() -> OutcomeReader.outcome(transaction, JSON.readTree("[{}]")))
        .isInstanceOf(NotationException.class);
  }
}
