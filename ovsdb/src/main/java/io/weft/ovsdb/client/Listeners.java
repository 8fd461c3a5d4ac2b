package io.weft.ovsdb.client;

import io.vertx.core.Context;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Listeners, called in the order in which they came.
final class Listeners<T> {

  private final List<Entry<T>> entries = new CopyOnWriteArrayList<>();

  private record Entry<T>(Object key, Consumer<T> listener) {}

  Subscription add(Consumer<T> listener) {
    Entry<T> entry = new Entry<>(new Object(), listener);
    entries.add(entry);
    return () -> entries.remove(entry);
  }

  void tell(Context context, T news) {
    for (Entry<T> entry : entries) {
      if (entries.contains(entry)) {
        tell(context, entry.listener(), news);
      }
    }
  }

  private static <T> void tell(Context context, Consumer<T> listener, T news) {
    try {
      listener.accept(news);
    } catch (RuntimeException e) {
      // Somebody else's bug: it must not stop the other listeners, and must not vanish.
      context.runOnContext(_ -> {
        throw e;
      });
    }
  }
}
