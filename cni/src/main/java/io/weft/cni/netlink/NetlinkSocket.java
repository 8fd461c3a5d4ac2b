package io.weft.cni.netlink;

import io.weft.cni.linux.Errno;
import io.weft.cni.linux.KernelSocket;
import io.weft.cni.netlink.Message.Attributes;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Requests and answers over one netlink socket. Safe for use by several threads, one at a time.
final class NetlinkSocket implements AutoCloseable {
  static final int ROUTE = 0;
  static final int NETFILTER = 12;

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int DATAGRAM = 32 * 1024;
  private static final int DUMP_INTERRUPTED = 0x10;
  private static final int EXTENDED_ACK = 0x200;
  private static final int SHORT_ACK = 0x100;
  private static final int DUMP_ATTEMPTS = 10;
  private static final int ERROR_TEXT = 1;

  private final KernelSocket socket;
  private int sequence;

  NetlinkSocket(int protocol) {
    this.socket = KernelSocket.netlink(protocol, TIMEOUT);
  }

  /// A request, and what to call it when it fails.
  record Request(String attempt, MessageWriter message, boolean acknowledged) {
    Request(String attempt, MessageWriter message) {
      this(attempt, message, true);
    }
  }

  /// What went wrong with a request.
  record Failure(int position, Errno errno, String text) {}

  /// Sends requests in one datagram, so that they are carried out in order with nothing between,
  /// and waits for every acknowledgement. The kernel carries out the rest when one fails.
  synchronized List<Failure> send(List<Request> requests) {
    ByteArrayOutputStream datagram = new ByteArrayOutputStream();
    Map<Integer, Integer> waiting = new HashMap<>();
    int first = sequence + 1;
    for (Request request : requests) {
      datagram.writeBytes(request.message.finish(++sequence));
      if (request.acknowledged) {
        waiting.put(sequence, sequence - first);
      }
    }
    socket.send(datagram.toByteArray());
    List<Failure> failures = new ArrayList<>();
    while (!waiting.isEmpty()) {
      for (Message message : Message.split(socket.receive(DATAGRAM))) {
        int position = message.sequence() - first;
        if (message.type() != Message.ERROR || position < 0 || position >= requests.size()) {
          continue;
        }
        failure(message, position).ifPresent(failures::add);
        if (waiting.remove(message.sequence()) == null) {
          // The frame around a batch was refused: nothing inside will be answered.
          return failures;
        }
      }
    }
    return failures;
  }

  private static Optional<Failure> failure(Message message, int position) {
    int errno = -message.s32(0);
    return errno == 0
        ? Optional.empty()
        : Optional.of(new Failure(position, new Errno(errno), text(message)));
  }

  /// The kernel's own words (NLMSGERR_ATTR_MSG), behind the header of the request or all of it.
  private static String text(Message message) {
    if ((message.flags() & EXTENDED_ACK) == 0) {
      return "";
    }
    int request = (message.flags() & SHORT_ACK) != 0 ? 16 : message.s32(4);
    Attributes attributes = message.attributes(4 + ((request + 3) & ~3));
    return attributes.text(ERROR_TEXT).orElse("");
  }

  /// Sends a question with one answer.
  ///
  /// @return empty if the kernel says that there is no such thing
  synchronized Optional<Message> ask(Request request) {
    socket.send(request.message.finish(++sequence));
    while (true) {
      for (Message message : Message.split(socket.receive(DATAGRAM))) {
        if (message.sequence() != sequence) {
          continue;
        }
        if (message.type() != Message.ERROR) {
          return Optional.of(message);
        }
        Failure failure = failure(message, 0).orElseThrow();
        if (failure.errno.equals(Errno.ENODEV) || failure.errno.equals(Errno.ENOENT)) {
          return Optional.empty();
        }
        throw new NetlinkException(request.attempt, failure.errno, failure.text);
      }
    }
  }

  /// Asks for all there is; repeats when it changed meanwhile.
  synchronized List<Message> dump(Request request) {
    for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
      Optional<List<Message>> answers = dumpOnce(request);
      if (answers.isPresent()) {
        return answers.get();
      }
    }
    throw new NetlinkException(request.attempt, Errno.EAGAIN, "it changes all the time");
  }

  private Optional<List<Message>> dumpOnce(Request request) {
    socket.send(request.message.finish(++sequence));
    List<Message> answers = new ArrayList<>();
    boolean interrupted = false;
    while (true) {
      for (Message message : Message.split(socket.receive(DATAGRAM))) {
        if (message.sequence() != sequence) {
          continue;
        }
        interrupted |= (message.flags() & DUMP_INTERRUPTED) != 0;
        switch (message.type()) {
          case Message.DONE -> {
            return interrupted ? Optional.empty() : Optional.of(answers);
          }
          case Message.ERROR -> {
            Failure failure = failure(message, 0).orElseThrow();
            throw new NetlinkException(request.attempt, failure.errno, failure.text);
          }
          default -> answers.add(message);
        }
      }
    }
  }

  KernelSocket socket() {
    return socket;
  }

  @Override
  public void close() {
    socket.close();
  }
}
