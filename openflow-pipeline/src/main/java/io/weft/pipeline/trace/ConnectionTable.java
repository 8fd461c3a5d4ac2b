package io.weft.pipeline.trace;

import io.weft.net.IpAddress;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Ct;
import io.weft.openflow.action.Nat;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Connection tracking that remembers: a model of the datapath's table of one node.
///
/// Connections begin when they are committed and never end by time. A packet of a committed
/// connection is established in either direction; the first packet, until it is committed, is new.
/// Translations follow the commit; a source translation to the unspecified address keeps the source
/// unless its tuple is taken, and then takes the next free port, as Open vSwitch does; one to a range
/// of ports takes the first free one (Open vSwitch begins anywhere). Not modelled:
/// time-outs, TCP windows, related ICMP errors, helpers.
public final class ConnectionTable implements ConnectionTracking {

  private record Key(int zone, Tuple tuple) {}

  /// A committed connection.
  private static final class Connection {
    final Tuple original;
    final Tuple reply;
    long mark;
    Bits label = Bits.ZERO;

    Connection(Tuple original, Tuple reply) {
      this.original = original;
      this.reply = reply;
    }

    boolean sourceTranslated() {
      return !reply.destination().equals(original.source())
          || reply.destinationPort() != original.sourcePort();
    }

    boolean destinationTranslated() {
      return !reply.source().equals(original.destination())
          || reply.sourcePort() != original.destinationPort();
    }
  }

  private final Map<Key, Connection> connections = new HashMap<>();

  @Override
  public Packet track(Packet packet, Ct ct, int zone) {
    Optional<Tuple> tuple = Tuple.of(packet);
    if (tuple.isEmpty()) {
      return packet.with(
          Field.CT_STATE, ConnectionState.of(ConnectionState.TRACKED, ConnectionState.INVALID));
    }
    Key key = new Key(zone, tuple.get());
    Connection known = known(packet, key);
    boolean reply = known != null && known.reply.equals(direction(packet, known, key));
    if (known != null && ct.force() && reply) {
      forget(zone, known);
      known = null;
    }
    if (known == null && ct.commit()) {
      known = commit(key, ct);
      return write(translated(packet, known, false, ct), known, false, ct, zone, true);
    }
    if (known == null) {
      return packet
          .with(Field.CT_STATE, ConnectionState.of(ConnectionState.TRACKED, ConnectionState.NEW))
          .with(Field.CT_ZONE, zone)
          .with(Field.CT_MARK, 0)
          .with(Field.CT_LABEL, 0);
    }
    return write(translated(packet, known, reply, ct), known, reply, ct, zone, false);
  }

  /// A packet that was translated already is found by what answers it.
  private @Nullable Connection known(Packet packet, Key key) {
    return connections.get(
        wasTranslated(packet, key.zone()) ? new Key(key.zone(), key.tuple().reversed()) : key);
  }

  /// The direction in which the packet goes, as it was before translation.
  private static Tuple direction(Packet packet, Connection known, Key key) {
    if (!wasTranslated(packet, key.zone())) {
      return key.tuple();
    }
    return key.tuple().reversed().equals(known.original) ? known.reply : known.original;
  }

  private static boolean wasTranslated(Packet packet, int zone) {
    long bits =
        ConnectionState.of(
            ConnectionState.SOURCE_TRANSLATED, ConnectionState.DESTINATION_TRANSLATED);
    return packet.value(Field.CT_ZONE).equals(Bits.of(zone))
        && (packet.value(Field.CT_STATE).low() & bits) != 0;
  }

  /// Forgets every connection that either direction of which begins at the address.
  public void flush(IpAddress source) {
    connections
        .values()
        .removeIf(connection ->
            connection.original.source().equals(source)
                || connection.reply.source().equals(source));
  }

  private void forget(int zone, Connection connection) {
    connections.remove(new Key(zone, connection.original));
    connections.remove(new Key(zone, connection.reply));
  }

  private Connection commit(Key key, Ct ct) {
    Tuple original = key.tuple();
    Nat nat = ct.nat();
    Tuple translated = nat == null ? original : translate(key, nat);
    Connection connection = new Connection(original, translated.reversed());
    connections.put(key, connection);
    connections.put(new Key(key.zone(), connection.reply), connection);
    return connection;
  }

  /// The tuple as it leaves: the wanted one, or one with the next free source port.
  private Tuple translate(Key key, Nat nat) {
    Tuple tuple = key.tuple();
    IpAddress address = nat.first();
    boolean port = nat.firstPort() != Nat.ANY_PORT;
    Tuple wanted =
        switch (nat.kind()) {
          case RESTORE -> tuple;
          case SOURCE ->
              tuple.withSource(
                  address == null ? tuple.source() : address,
                  port ? nat.firstPort() : tuple.sourcePort());
          case DESTINATION ->
              tuple.withDestination(
                  address == null ? tuple.destination() : address,
                  port ? nat.firstPort() : tuple.destinationPort());
        };
    boolean among = nat.kind() == Nat.Kind.SOURCE && port;
    int first = among ? nat.firstPort() : 1024;
    int last = among ? nat.lastPort() : 65535;
    int free = wanted.sourcePort();
    while (taken(key, wanted)) {
      free = free >= last ? first : free + 1;
      wanted = wanted.withSource(wanted.source(), free);
    }
    return wanted;
  }

  private boolean taken(Key key, Tuple wanted) {
    return connections.containsKey(new Key(key.zone(), wanted.reversed()));
  }

  private static Packet translated(Packet packet, Connection connection, boolean reply, Ct ct) {
    if (ct.nat() == null) {
      return packet;
    }
    return (reply ? connection.original : connection.reply).reversed().writeTo(packet);
  }

  private static Packet write(
      Packet packet, Connection connection, boolean reply, Ct ct, int zone, boolean isNew) {
    int state = ConnectionState.TRACKED.bit();
    state |= isNew ? ConnectionState.NEW.bit() : ConnectionState.ESTABLISHED.bit();
    state |= reply ? ConnectionState.REPLY.bit() : 0;
    if (ct.nat() != null) {
      boolean source = reply ? connection.destinationTranslated() : connection.sourceTranslated();
      boolean target = reply ? connection.sourceTranslated() : connection.destinationTranslated();
      state |= source ? ConnectionState.SOURCE_TRANSLATED.bit() : 0;
      state |= target ? ConnectionState.DESTINATION_TRANSLATED.bit() : 0;
    }
    Packet next =
        packet
            .with(Field.CT_STATE, state)
            .with(Field.CT_ZONE, zone)
            .with(Field.CT_MARK, connection.mark)
            .with(Field.CT_LABEL, connection.label);
    if (ct.commit()) {
      next = executed(next, ct);
      connection.mark = next.value(Field.CT_MARK).low();
      connection.label = next.value(Field.CT_LABEL);
    }
    return next;
  }

  private static Packet executed(Packet packet, Ct ct) {
    Packet next = packet;
    for (Action action : ct.exec()) {
      next =
          switch (action) {
            case Action.SetField set -> next.masked(set.field(), set.value(), set.mask());
            case Action.CopyField(var source, var destination) ->
                next.with(destination, next.value(source));
            default -> throw new IllegalStateException("not an action of ct(exec(...)): " + action);
          };
    }
    return next;
  }
}
