package io.weft.openflow.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.net.NetSocket;
import io.weft.net.Bytes;
import io.weft.openflow.message.Message;
import io.weft.openflow.wire.Frame;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutletTest {

  /// A socket that takes what it is given when the test says so.
  private static final class Valve {
    boolean full;
    int writes;
    Runnable drained = () -> {};

    NetSocket socket() {
      return (NetSocket)
          Proxy.newProxyInstance(
              NetSocket.class.getClassLoader(),
              new Class<?>[] {NetSocket.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "writeQueueFull" -> full;
                    case "write" -> {
                      writes++;
                      yield Future.succeededFuture();
                    }
                    case "drainHandler" -> {
                      @SuppressWarnings("unchecked")
                      Handler<Void> handler = (Handler<Void>) arguments[0];
                      drained = () -> handler.handle(null);
                      yield proxy;
                    }
                    default -> throw new UnsupportedOperationException(method.toString());
                  });
    }
  }

  private static Outlet.Source one(int xid) {
    return out -> {
      out.accept(new Frame(xid, new Message.EchoRequest(Bytes.EMPTY)));
      return false;
    };
  }

  @Test
  void howeverManyWaitEachMayWriteMoreWhenItIsWritten() {
    Valve valve = new Valve();
    valve.full = true;
    Outlet outlet = new Outlet(valve.socket(), new Counters());
    List<Future<Void>> answers = new ArrayList<>();
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      int xid = i;
      answers.add(outlet.write(one(xid)).compose(_ -> outlet.write(one(xid))));
    }
    assertThat(valve.writes).isZero();
    valve.full = false;
    valve.drained.run();
    assertThat(answers).allMatch(Future::succeeded);
    assertThat(valve.writes).isEqualTo(2 * count);
  }
}
