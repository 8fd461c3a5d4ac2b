package io.weft.cni.command;

import io.weft.cni.spec.CniError;
import io.weft.cni.spec.CniErrorCode;
import io.weft.cni.spec.CniException;
import io.weft.cni.wiring.WiringException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/// What a failed step means to the runtime.
final class Failures {
  private Failures() {}

  /// The error to answer: the step's own, that of the wiring, else "try again later", since what
  /// remains is a switch or a cluster out of reach.
  static CniError error(Throwable failure) {
    Throwable cause = cause(failure);
    return switch (cause) {
      case CniException e -> e.error();
      case WiringException e -> new CniError(CniErrorCode.WIRING_FAILED, message(e), details(e));
      default ->
          new CniError(
              CniErrorCode.TRY_AGAIN_LATER,
              "the agent could not do it now: %s; try again later".formatted(message(cause)),
              details(cause));
    };
  }

  static CompletionException asException(Throwable failure) {
    return new CompletionException(cause(failure));
  }

  /// What a stage really failed with.
  static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String message(Throwable failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
  }

  private static String details(Throwable failure) {
    StringBuilder details = new StringBuilder();
    if (failure.getCause() != null) {
      details.append("caused by: ").append(failure.getCause());
    }
    for (Throwable suppressed : failure.getSuppressed()) {
      details.append(details.isEmpty() ? "" : "; ").append("then: ").append(suppressed);
    }
    return details.toString();
  }

  /// Completes when all have; fails with the first failure then.
  static CompletionStage<Void> allOf(List<CompletableFuture<Void>> stages) {
    return CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new));
  }
}
