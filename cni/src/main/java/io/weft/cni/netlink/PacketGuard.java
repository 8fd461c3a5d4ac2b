package io.weft.cni.netlink;

import io.weft.cni.linux.Errno;
import io.weft.cni.linux.SystemCallException;
import io.weft.cni.netlink.NetlinkSocket.Failure;
import io.weft.cni.netlink.NetlinkSocket.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps the packets that come in by an interface from the kernel's own stack; packet sockets, by
/// which OVS's userspace datapath reads, still see them all.
///
/// Each guarded interface has one chain without rules, named like it, with policy drop at the
/// ingress hook, in the table `weft_guard` of nftables' family `netdev` (nft(8)). One transaction
/// per call, without a process. Acts in the namespace it was opened in; safe for use by several
/// threads.
public final class PacketGuard implements AutoCloseable {
  /// The nftables table of all guards.
  public static final String TABLE = "weft_guard";

  private static final int NFPROTO_NETDEV = 5;
  private static final int NFNL_SUBSYS_NFTABLES = 10;
  private static final int BATCH_BEGIN = 0x10;
  private static final int BATCH_END = 0x11;
  private static final int NEWTABLE = NFNL_SUBSYS_NFTABLES << 8;
  private static final int NEWCHAIN = NEWTABLE | 3;
  private static final int GETCHAIN = NEWTABLE | 4;
  private static final int DELCHAIN = NEWTABLE | 5;
  private static final int NFTA_TABLE_NAME = 1;
  private static final int NFTA_CHAIN_TABLE = 1;
  private static final int NFTA_CHAIN_NAME = 3;
  private static final int NFTA_CHAIN_HOOK = 4;
  private static final int NFTA_CHAIN_POLICY = 5;
  private static final int NFTA_CHAIN_TYPE = 7;
  private static final int NFTA_HOOK_HOOKNUM = 1;
  private static final int NFTA_HOOK_PRIORITY = 2;
  private static final int NFTA_HOOK_DEV = 3;
  private static final int INGRESS = 0;
  private static final int FIRST = -500;
  private static final int DROP = 0;
  private static final int BODY = 4;

  private final NetlinkSocket socket;

  private PacketGuard(NetlinkSocket socket) {
    this.socket = socket;
  }

  /// Opens the guards of the calling thread's namespace.
  public static PacketGuard open() {
    return new PacketGuard(new NetlinkSocket(NetlinkSocket.NETFILTER));
  }

  /// Like [#open], empty where the kernel has no nftables, and so no guard either.
  public static Optional<PacketGuard> openIfPresent() {
    try {
      return Optional.of(open());
    } catch (SystemCallException e) {
      if (e.errno().equals(Errno.EPROTONOSUPPORT)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Guards an interface; may be repeated. Newer kernels guard one that does not exist yet as soon
  /// as it does; older ones refuse.
  ///
  /// @throws NetlinkException if the kernel has no nftables, or refuses; the interface is not
  ///     guarded then
  public void guard(String device) {
    int create = MessageWriter.ACK | MessageWriter.CREATE;
    MessageWriter table = message(NEWTABLE, create).attribute(NFTA_TABLE_NAME, TABLE);
    MessageWriter chain =
        message(NEWCHAIN, create)
            .attribute(NFTA_CHAIN_TABLE, TABLE)
            .attribute(NFTA_CHAIN_NAME, device)
            .nested(
                NFTA_CHAIN_HOOK,
                hook ->
                    hook.attributeBigEndian(NFTA_HOOK_HOOKNUM, INGRESS)
                        .attributeBigEndian(NFTA_HOOK_PRIORITY, FIRST)
                        .attribute(NFTA_HOOK_DEV, device))
            .attributeBigEndian(NFTA_CHAIN_POLICY, DROP)
            .attribute(NFTA_CHAIN_TYPE, "filter");
    String attempt = "cannot guard " + device;
    commit(attempt, List.of(table, chain)).stream()
        .findFirst()
        .ifPresent(f -> {
          throw new NetlinkException(attempt, f.errno(), f.text());
        });
  }

  /// Takes the guard away; succeeds if there is none, or no such interface.
  public void unguard(String device) {
    unguard(List.of(device));
  }

  /// Takes the guards of several interfaces away, which takes the kernel no longer than one.
  public void unguard(Collection<String> devices) {
    List<String> guarded = new ArrayList<>(devices);
    while (!guarded.isEmpty()) {
      String attempt = "cannot take the guard from " + String.join(", ", guarded);
      List<Failure> failures = commit(attempt, guarded.stream().map(PacketGuard::delete).toList());
      if (failures.isEmpty()) {
        return;
      }
      failures.stream()
          .filter(f -> !f.errno().equals(Errno.ENOENT))
          .findFirst()
          .ifPresent(f -> {
            throw new NetlinkException(attempt, f.errno(), f.text());
          });
      // One that has no guard keeps the others: again without those. Position 0 is the frame.
      List<String> absent = failures.stream().map(f -> guarded.get(f.position() - 1)).toList();
      guarded.removeAll(absent);
    }
  }

  private static MessageWriter delete(String device) {
    return message(DELCHAIN, MessageWriter.ACK)
        .attribute(NFTA_CHAIN_TABLE, TABLE)
        .attribute(NFTA_CHAIN_NAME, device);
  }

  /// The names of all guarded interfaces; on newer kernels also of those that no longer exist.
  public Set<String> guarded() {
    MessageWriter chains = message(GETCHAIN, MessageWriter.DUMP);
    return socket.dump(new Request("cannot list guards", chains)).stream()
        .map(m -> m.attributes(BODY))
        .filter(a -> a.text(NFTA_CHAIN_TABLE).filter(TABLE::equals).isPresent())
        .flatMap(a -> a.text(NFTA_CHAIN_NAME).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// One transaction: all or nothing.
  private List<Failure> commit(String attempt, List<MessageWriter> changes) {
    List<Request> requests = new ArrayList<>();
    requests.add(new Request(attempt, frame(BATCH_BEGIN), false));
    for (MessageWriter change : changes) {
      requests.add(new Request(attempt, change));
    }
    requests.add(new Request(attempt, frame(BATCH_END), false));
    return socket.send(requests);
  }

  private static MessageWriter message(int type, int flags) {
    return new MessageWriter(type, flags).u8(NFPROTO_NETDEV).u8(0).u16BigEndian(0);
  }

  private static MessageWriter frame(int type) {
    return new MessageWriter(type, 0).u8(0).u8(0).u16BigEndian(NFNL_SUBSYS_NFTABLES);
  }

  @Override
  public void close() {
    socket.close();
  }
}
