package io.weft.lab.traffic;

import io.weft.net.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A connection, or datagrams from one source port, kept in use over several steps.
///
/// Used by one thread at a time.
public final class Conversation implements AutoCloseable {

  private static final Duration AGAIN = Duration.ofMillis(250);

  private final Probe probe;
  private final SelectableChannel channel;
  private Outcome last = new Outcome.Dropped();

  private Conversation(Probe probe, SelectableChannel channel) {
    this.probe = probe;
    this.channel = channel;
  }

  /// Opens the socket, connects, and exchanges the first message; [#last] tells how that went.
  static Conversation open(Probe probe, int sourcePort) {
    SelectableChannel channel = probe.namespace().call(() -> bound(probe, sourcePort));
    Conversation conversation = new Conversation(probe, channel);
    conversation.last = conversation.connect();
    return conversation;
  }

  private static SelectableChannel bound(Probe probe, int sourcePort) throws IOException {
    var destination = Sockets.inet(probe.destination());
    var family = Sockets.family(destination);
    var to = new InetSocketAddress(destination, probe.port());
    IpAddress any = IpAddress.parse(probe.destination().isIpv4() ? "0.0.0.0" : "::");
    var from = new InetSocketAddress(Sockets.inet(probe.source().orElse(any)), sourcePort);
    if (probe.protocol() == Protocol.TCP) {
      SocketChannel tcp = SocketChannel.open(family);
      tcp.setOption(StandardSocketOptions.SO_LINGER, 0);
      tcp.setOption(StandardSocketOptions.SO_REUSEADDR, true); // to use one port for two
      tcp.bind(from).configureBlocking(false);
      boolean _ = tcp.connect(to);
      return tcp;
    }
    DatagramChannel udp = DatagramChannel.open(family);
    udp.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    udp.bind(from).configureBlocking(false);
    return udp.connect(to);
  }

  private Outcome connect() {
    try {
      if (channel instanceof SocketChannel tcp) {
        if (!await(SelectionKey.OP_CONNECT, probe.timeout())) {
          return new Outcome.Dropped();
        }
        boolean _ = tcp.finishConnect();
      }
    } catch (IOException e) {
      return new Outcome.Rejected(String.valueOf(e.getMessage()));
    }
    return exchange();
  }

  /// Sends a question on the same connection and waits for its answer.
  ///
  /// Datagrams are sent again every quarter second until one is answered, also after a rejection:
  /// who keeps sending gets the state that holds at the end.
  public Outcome exchange() {
    long deadline = System.nanoTime() + probe.timeout().toNanos();
    last = new Outcome.Dropped();
    while (System.nanoTime() < deadline) {
      try {
        List<Answer> stale = answers();
        if (!stale.isEmpty() && probe.protocol() == Protocol.UDP) {
          last = new Outcome.Dropped();
        }
        send();
        Duration left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
        Duration wait =
            probe.protocol() == Protocol.UDP && left.compareTo(AGAIN) > 0 ? AGAIN : left;
        if (await(SelectionKey.OP_READ, wait)) {
          List<Answer> answers = answers();
          if (!answers.isEmpty()) {
            last = new Outcome.Answered(answers.getLast());
            return last;
          }
        }
      } catch (IOException e) {
        last = new Outcome.Rejected(String.valueOf(e.getMessage()));
        if (probe.protocol() == Protocol.TCP) {
          return last;
        }
        pause();
      }
    }
    return last;
  }

  /// The outcome of the latest exchange.
  public Outcome last() {
    return last;
  }

  private void send() throws IOException {
    ByteBuffer question = ByteBuffer.wrap(new byte[] {'?', '\n'});
    if (channel instanceof SocketChannel tcp) {
      int _ = tcp.write(question);
    } else {
      int _ = ((DatagramChannel) channel).write(question);
    }
  }

  /// Everything that has arrived.
  private List<Answer> answers() throws IOException {
    List<Answer> answers = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.allocate(2048);
    for (int length = read(buffer); length != 0; length = read(buffer)) {
      if (length < 0) {
        throw new IOException("closed by the other side");
      }
      String text = new String(buffer.array(), 0, length, StandardCharsets.US_ASCII);
      for (String line : text.split("\n", -1)) {
        Answer.tryParse(line).ifPresent(answers::add);
      }
      buffer.clear();
    }
    return answers;
  }

  private int read(ByteBuffer buffer) throws IOException {
    return channel instanceof SocketChannel tcp
        ? tcp.read(buffer)
        : ((DatagramChannel) channel).read(buffer);
  }

  private boolean await(int interest, Duration patience) throws IOException {
    try (Selector selector = Selector.open()) {
      SelectionKey _ = channel.register(selector, interest);
      return selector.select(Math.max(1, patience.toMillis())) > 0;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(AGAIN);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    TrafficLoop.close(channel);
  }
}
