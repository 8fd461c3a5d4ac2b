package io.weft.kubernetes;

import io.weft.kubernetes.convert.Fault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is broken in a source now, so that the listener hears of each change once.
public final class FaultBoard {

  private record Id(String place, String subject) {}

  private final ClusterSource.Listener listener;
  private final Map<Id, BrokenObject> reported = new LinkedHashMap<>();

  public FaultBoard(ClusterSource.Listener listener) {
    this.listener = listener;
  }

  /// Tells the listener, if this is news; returns whether it is.
  public boolean report(BrokenObject object) {
    if (object.equals(reported.put(id(object), object))) {
      return false;
    }
    listener.broken(object);
    return true;
  }

  /// Tells the listener that this is readable again, if it was reported.
  public void mend(String place, String subject) {
    BrokenObject before = reported.remove(new Id(place, subject));
    if (before != null) {
      listener.mended(before);
    }
  }

  /// From now on exactly these are broken; those about one subject in one place count as one.
  public void replaceAll(Collection<BrokenObject> objects) {
    Map<Id, BrokenObject> now = new LinkedHashMap<>();
    objects.forEach(object -> now.merge(id(object), object, FaultBoard::joined));
    for (Id id : List.copyOf(reported.keySet())) {
      if (!now.containsKey(id)) {
        mend(id.place(), id.subject());
      }
    }
    now.values().forEach(this::report);
  }

  private static Id id(BrokenObject object) {
    return new Id(object.place(), object.subject());
  }

  private static BrokenObject joined(BrokenObject first, BrokenObject second) {
    List<Fault> faults = new ArrayList<>(first.faults());
    faults.addAll(second.faults());
    return new BrokenObject(first.place(), first.subject(), faults);
  }
}
