package io.weft.ovsdb.client;

import io.vertx.core.Promise;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Completes a promise as soon as a condition holds, looking again at every news.
final class Await {

  private Await() {}

  static <N, T> void until(
      Listeners<N> news,
      BooleanSupplier holds,
      Promise<T> promise,
      Supplier<T> value,
      BooleanSupplier hopeless) {
    if (settled(holds, promise, value, hopeless)) {
      return;
    }
    Subscription subscription = news.add(_ -> settled(holds, promise, value, hopeless));
    promise.future().onComplete(_ -> subscription.cancel());
  }

  private static <T> boolean settled(
      BooleanSupplier holds, Promise<T> promise, Supplier<T> value, BooleanSupplier hopeless) {
    if (holds.getAsBoolean()) {
      promise.tryComplete(value.get());
      return true;
    }
    return hopeless.getAsBoolean()
        && promise.tryFail(new OvsdbException.NotConnected("the client was closed"));
  }
}
