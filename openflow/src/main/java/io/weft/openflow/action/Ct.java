package io.weft.openflow.action;

import io.weft.openflow.match.BitRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sends the packet through connection tracking.
///
/// @param commit whether the connection is entered into the table, rather than looked up only
/// @param force whether a commit replaces an entry of the other direction
/// @param zone which connection table
/// @param table where a copy with the new state goes on, 0 to 254, or [#NO_TABLE]
/// @param nat address translation, null for none
/// @param helperPort the application-level gateway's control port (21 FTP, 69 TFTP), 0 for none
/// @param exec what is done to `ct_mark` and `ct_label`, with commit only
public record Ct(
    boolean commit,
    boolean force,
    Zone zone,
    int table,
    @Nullable Nat nat,
    int helperPort,
    List<Action> exec)
    implements Action {

  /// The packet does not go on after tracking.
  public static final int NO_TABLE = 255;

  /// Which connection table: a number, or bits that hold it.
  public sealed interface Zone {
    /// @param number 0 to 65535; 0 is the one of the host
    record Fixed(int number) implements Zone {
      public Fixed {
        Range.check("ct zone", number, 0, 65535);
      }
    }

    /// @param source 16 bits
    record FromField(BitRange source) implements Zone {
      public FromField {
        if (source.length() != 16) {
          throw new IllegalArgumentException("ct zone from 16 bits, not from " + source);
        }
      }
    }
  }

  public Ct {
    Range.check("ct table", table, 0, 255);
    Range.check("ct alg port", helperPort, 0, 65535);
    if (!commit && (force || !exec.isEmpty())) {
      throw new IllegalArgumentException("ct: force and exec need commit, exec=" + exec);
    }
    exec = List.copyOf(exec);
  }

  /// Looks the connection up in the zone; ends there until [#withTable] says where to go on.
  public static Ct lookup(int zone) {
    return new Ct(false, false, new Zone.Fixed(zone), NO_TABLE, null, 0, List.of());
  }

  /// Enters the connection into the zone.
  public static Ct commit(int zone) {
    return new Ct(true, false, new Zone.Fixed(zone), NO_TABLE, null, 0, List.of());
  }

  public Ct withZone(Zone newZone) {
    return new Ct(commit, force, newZone, table, nat, helperPort, exec);
  }

  public Ct withTable(int newTable) {
    return new Ct(commit, force, zone, newTable, nat, helperPort, exec);
  }

  public Ct withNat(Nat newNat) {
    return new Ct(commit, force, zone, table, newNat, helperPort, exec);
  }

  public Ct withForce() {
    return new Ct(commit, true, zone, table, nat, helperPort, exec);
  }

  public Ct withExec(Action... newExec) {
    return new Ct(commit, force, zone, table, nat, helperPort, List.of(newExec));
  }
}
