package io.weft.cni.command;

import io.weft.cni.address.AddressPool;
import io.weft.cni.address.Reservation;
import io.weft.cni.spec.AttachmentKey;
import io.weft.cni.spec.CniErrorCode;
import io.weft.cni.spec.CniException;
import io.weft.cni.spec.CniRequest;
import io.weft.cni.wiring.Attachment;
import io.weft.cni.wiring.PodMac;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The attachments of this node and the addresses they hold. Used by the owner's thread only.
final class Attachments {
  private AddressPool pool;
  private final InstantSource clock;
  private final Map<AttachmentKey, Attachment> byKey = new HashMap<>();
  private final Map<IpAddress, AttachmentKey> holders = new HashMap<>();

  Attachments(AddressPool pool, InstantSource clock) {
    this.pool = pool;
    this.clock = clock;
  }

  void restore(Collection<Attachment> recorded) {
    for (Attachment attachment : recorded) {
      put(attachment);
      pool.restore(attachment.addresses());
    }
  }

  /// From now on addresses come from these blocks.
  void podCidrs(List<IpPrefix> podCidrs) {
    pool = AddressPool.successor(podCidrs, pool);
    byKey.values().forEach(attachment -> pool.restore(attachment.addresses()));
  }

  Optional<Attachment> find(AttachmentKey key) {
    return Optional.ofNullable(byKey.get(key));
  }

  List<Attachment> all() {
    return List.copyOf(byKey.values());
  }

  Set<String> hostInterfaces() {
    Set<String> names = new HashSet<>();
    byKey.values().forEach(a -> names.add(a.hostInterface()));
    return names;
  }

  /// Records the attachment that a request asks for, with addresses of its own.
  ///
  /// @param preferred the addresses to give if the request asks for none
  Attachment create(CniRequest request, List<IpAddress> preferred) {
    List<IpAddress> requested = request.requestedAddresses();
    Reservation reservation =
        pool.reserve(requested.isEmpty() ? preferred : requested, clock.instant());
    return switch (reservation) {
      case Reservation.Granted(List<IpAddress> addresses) -> {
        Attachment attachment =
            new Attachment(
                request.key(),
                request.network().name(),
                request.netns().orElseThrow(),
                request.arguments().pod(),
                request.requestedMac().orElseGet(() -> PodMac.of(request.key())),
                addresses);
        put(attachment);
        yield attachment;
      }
      case Reservation.Exhausted exhausted ->
          throw CniException.of(CniErrorCode.ADDRESSES_EXHAUSTED, exhausted.reason());
      case Reservation.Refused refused ->
          throw CniException.of(CniErrorCode.ADDRESS_UNAVAILABLE, refused.reason());
    };
  }

  private void put(Attachment attachment) {
    byKey.put(attachment.key(), attachment);
    attachment.addresses().forEach(a -> holders.put(a, attachment.key()));
  }

  /// Forgets the attachment and gives its addresses back.
  void remove(Attachment attachment) {
    byKey.remove(attachment.key());
    attachment.addresses().stream()
        .filter(a -> holders.remove(a, attachment.key()))
        .forEach(a -> pool.release(List.of(a), clock.instant()));
  }
}
