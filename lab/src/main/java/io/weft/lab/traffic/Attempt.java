package io.weft.lab.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/// One TCP or UDP probe on the loop: connect, ask, read one line, or the time-out.
final class Attempt implements TrafficLoop.Ready {

  private static final byte[] QUESTION = {'?', '\n'};

  private final Probe probe;
  private final SelectableChannel channel;
  private final CompletableFuture<Outcome> outcome;
  private final StringBuilder received = new StringBuilder();

  private Attempt(Probe probe, SelectableChannel channel, CompletableFuture<Outcome> outcome) {
    this.probe = probe;
    this.channel = channel;
    this.outcome = outcome;
  }

  /// Opens and binds the socket; call inside the namespace.
  static Attempt open(Probe probe, CompletableFuture<Outcome> outcome) throws IOException {
    var family = Sockets.family(Sockets.inet(probe.destination()));
    if (probe.protocol() == Protocol.TCP) {
      SocketChannel tcp = SocketChannel.open(family);
      tcp.configureBlocking(false);
      // Ends with a reset: neither side keeps the tuple in TIME_WAIT.
      tcp.setOption(StandardSocketOptions.SO_LINGER, 0);
      SourcePorts.bind(probe, tcp);
      return new Attempt(probe, tcp, outcome);
    }
    DatagramChannel udp = DatagramChannel.open(family);
    udp.configureBlocking(false);
    SourcePorts.bind(probe, udp);
    return new Attempt(probe, udp, outcome);
  }

  /// Begins; call on the loop.
  void start(TrafficLoop loop) {
    loop.after(probe.timeout().toMillis(), () -> end(new Outcome.Dropped()));
    try {
      var to = new InetSocketAddress(Sockets.inet(probe.destination()), probe.port());
      if (channel instanceof SocketChannel tcp) {
        boolean connected = tcp.connect(to);
        SelectionKey _ =
            loop.register(tcp, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
        if (connected) {
          ask(tcp);
        }
      } else if (channel instanceof DatagramChannel udp) {
        udp.connect(to);
        SelectionKey _ = loop.register(udp, SelectionKey.OP_READ, this);
        int _ = udp.write(ByteBuffer.wrap(QUESTION));
        loop.after(probe.timeout().toMillis() / 2, this::askAgain);
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    if (channel instanceof SocketChannel tcp && key.isConnectable()) {
      boolean _ = tcp.finishConnect();
      key.interestOps(SelectionKey.OP_READ);
      ask(tcp);
      return;
    }
    ByteBuffer buffer = ByteBuffer.allocate(2048);
    int length =
        channel instanceof SocketChannel tcp
            ? tcp.read(buffer)
            : ((DatagramChannel) channel).read(buffer);
    if (length < 0) {
      end(new Outcome.Rejected("closed without an answer"));
      return;
    }
    received.append(new String(buffer.array(), 0, length, StandardCharsets.US_ASCII));
    if (received.indexOf("\n") >= 0) {
      end(read(received.substring(0, received.indexOf("\n"))));
    }
  }

  private Outcome read(String line) {
    if (line.startsWith("HTTP/1.") && line.length() >= 12) {
      return new Outcome.Http(Integer.parseInt(line.substring(9, 12)));
    }
    return Answer.tryParse(line)
        .<Outcome>map(Outcome.Answered::new)
        .orElseGet(() -> new Outcome.Rejected("not a lab server: '" + line + "'"));
  }

  private void ask(SocketChannel tcp) throws IOException {
    byte[] question =
        probe
            .path()
            .map(path ->
                "GET %s HTTP/1.1\r\nHost: weft-lab\r\nConnection: close\r\n\r\n"
                    .formatted(path)
                    .getBytes(StandardCharsets.US_ASCII))
            .orElse(QUESTION);
    int _ = tcp.write(ByteBuffer.wrap(question));
  }

  /// A single lost datagram is not an answer to the question whether datagrams pass.
  private void askAgain() {
    if (!outcome.isDone() && channel instanceof DatagramChannel udp) {
      try {
        int _ = udp.write(ByteBuffer.wrap(QUESTION));
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  @Override
  public void failed(IOException cause) {
    String reason = cause.getMessage();
    end(
        "Connection timed out".equals(reason)
            ? new Outcome.Dropped()
            : new Outcome.Rejected(reason == null ? "port unreachable" : reason));
  }

  private void end(Outcome result) {
    if (outcome.complete(result)) {
      TrafficLoop.close(channel);
    }
  }
}
