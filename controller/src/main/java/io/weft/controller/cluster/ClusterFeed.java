package io.weft.controller.cluster;

import io.vertx.core.Context;
import io.weft.cluster.ClusterChange;
import io.weft.kubernetes.BrokenObject;
import io.weft.kubernetes.ClusterSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries a source's deliveries to the event loop, in their order.
public final class ClusterFeed implements ClusterSource.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterFeed.class);

  private final Context context;
  private final Consumer consumer;
  private final Map<String, BrokenObject> broken = new LinkedHashMap<>();
  private boolean synced;

  /// Who takes the deliveries, on the event loop.
  public interface Consumer {

    /// These objects changed.
    void changed(List<ClusterChange> changes);

    /// What was delivered is the whole state.
    void synced();

    /// All that belongs to this revision has been delivered.
    void revision(long revision);
  }

  public ClusterFeed(Context context, Consumer consumer) {
    this.context = context;
    this.consumer = consumer;
  }

  @Override
  public void changed(List<ClusterChange> changes) {
    context.runOnContext(_ -> consumer.changed(changes));
  }

  @Override
  public void synced() {
    context.runOnContext(_ -> {
      synced = true;
      LOG.atInfo().log("cluster state complete");
      consumer.synced();
    });
  }

  @Override
  public void broken(BrokenObject object) {
    context.runOnContext(_ -> {
      broken.put(key(object), object);
      LOG.atWarn().addKeyValue("problem", object.toString()).log("object cannot be read");
    });
  }

  @Override
  public void mended(BrokenObject object) {
    context.runOnContext(_ -> {
      broken.remove(key(object));
      LOG.atInfo().addKeyValue("object", object.subject()).log("object can be read again");
    });
  }

  @Override
  public void revision(String revision) {
    number(revision)
        .ifPresentOrElse(
            number -> context.runOnContext(_ -> consumer.revision(number)),
            () ->
                LOG.atWarn()
                    .addKeyValue("revision", revision)
                    .log("revision is no number and is passed over"));
  }

  private static OptionalLong number(String text) {
    return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  private static String key(BrokenObject object) {
    return object.place() + "\n" + object.subject();
  }

  /// Whether the whole state has been delivered.
  public boolean isSynced() {
    return synced;
  }

  /// What cannot be read at present.
  public List<BrokenObject> broken() {
    return List.copyOf(broken.values());
  }
}
