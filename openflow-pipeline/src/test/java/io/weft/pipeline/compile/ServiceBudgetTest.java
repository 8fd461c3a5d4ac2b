package io.weft.pipeline.compile;

import static io.weft.pipeline.ServiceExample.web;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterObject;
import io.weft.cluster.ObjectKey;
import io.weft.openflow.Change;
import io.weft.pipeline.Example;
import io.weft.pipeline.ServiceExample;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// How many messages a change sends where ten thousand Services with four endpoints each are in force.
class ServiceBudgetTest {

  private static final int SERVICES = 10_000;
  private static PipelineCompiler compiler = new PipelineCompiler(Example.facts(1));

  private static ServiceExample service(int number) {
    return web("s" + number, 0).at("10.96.%d.%d".formatted(number / 200 + 1, number % 200 + 1));
  }

  private static String endpoint(int service, int number) {
    int all = 4 * service + number;
    return "10.%d.%d.%d".formatted(128 + all / 40_000, all / 200 % 200, all % 200 + 1);
  }

  private static String[] endpoints(int service) {
    return new String[] {
      endpoint(service, 0), endpoint(service, 1), endpoint(service, 2), endpoint(service, 3)
    };
  }

  private static PipelineChange put(ClusterObject object) {
    return new PipelineChange.Cluster(new ClusterChange.Put(object));
  }

  private static List<Change> endpoints(int service, String... endpoints) {
    return compiler
        .apply(service(service).slices(endpoints).stream().map(ServiceBudgetTest::put).toList())
        .changes();
  }

  @BeforeAll
  static void load() {
    List<PipelineChange> everything = new ArrayList<>();
    for (int i = 0; i < SERVICES; i++) {
      everything.add(put(service(i).service()));
      service(i).slices(endpoints(i)).forEach(slice -> everything.add(put(slice)));
    }
    assertThat(compiler.apply(everything).changes()).hasSize(2 * SERVICES);
  }

  @Test
  void anEndpointThatIsExchangedIsOneMessage() {
    String[] now = endpoints(4711);
    now[1] = "10.255.0.1";
    assertThat(endpoints(4711, now)).singleElement().isInstanceOf(Change.ModifyGroup.class);
  }

  @Test
  void anEndpointMoreIsOneMessageAndOneLessIsOneMessage() {
    String[] now = endpoints(17);
    assertThat(endpoints(17, now[0], now[1], now[2], now[3], "10.255.0.2"))
        .singleElement()
        .isInstanceOf(Change.InsertBuckets.class);
    assertThat(endpoints(17, now)).singleElement().isInstanceOf(Change.RemoveBuckets.class);
  }

  @Test
  void aServiceThatGoesTakesItsFlowAndItsGroup() {
    ObjectKey key = service(SERVICES - 1).service().key();
    assertThat(
            compiler
                .apply(List.of(new PipelineChange.Cluster(new ClusterChange.Delete(key))))
                .changes())
        .extracting(change -> change.getClass().getSimpleName())
        .containsExactly("DeleteFlow", "DeleteGroup");
  }
}
