package io.weft.lab.bench.services;

import io.weft.lab.bench.BenchLab;
import io.weft.lab.state.KubernetesObject;
import io.weft.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// So many Services with so many endpoints each: one TCP port 80, a slice with endpoints on port 8080
/// on a hundred other nodes. Each is a value of its number alone.
///
/// @param services how many, up to 60,000
/// @param endpoints of each
public record ManyServices(int services, int endpoints) {

  /// What the rows are about.
  static final ManyServices TEN_THOUSAND = new ManyServices(10_000, 4);

  static final int PORT = 80;
  static final int TARGET_PORT = 8080;
  private static final int OTHER_NODES = 100;
  private static final int PER_BLOCK = 250;

  /// `service-0` and so on.
  static String name(int service) {
    return "service-" + service;
  }

  /// The virtual address, in 10.96.0.0/12.
  static IpAddress clusterIp(int service) {
    return IpAddress.parse("10.97.0.0").plus(block(service));
  }

  /// The address of an endpoint, in 10.245.0.0/16 and on.
  ///
  /// @param generation grows when the endpoint is exchanged for another one
  IpAddress endpoint(int service, int number, int generation) {
    int exchanged = number == 0 ? generation * services * endpoints : 0;
    return IpAddress.parse("10.128.0.0").plus(block(service * endpoints + number + exchanged));
  }

  private static int block(int number) {
    return ((number / PER_BLOCK) << 8) + number % PER_BLOCK + 1;
  }

  /// The addresses of a Service's endpoints.
  public List<IpAddress> addresses(int service, int generation) {
    return IntStream.range(0, endpoints)
        .mapToObj(number -> endpoint(service, number, generation))
        .toList();
  }

  /// All Services, each followed by its slice.
  public List<KubernetesObject> objects() {
    List<KubernetesObject> objects = new ArrayList<>(2 * services);
    for (int i = 0; i < services; i++) {
      objects.add(service(i));
      objects.add(slice(i, addresses(i, 0)));
    }
    return objects;
  }

  /// A Service as the API server completes it.
  static KubernetesObject service(int number) {
    return BenchLab.object(
        """
        {"apiVersion": "v1", "kind": "Service",
         "metadata": {"name": "%1$s", "namespace": "bench", "labels": {"app": "%1$s"}},
         "spec": {"type": "ClusterIP", "clusterIP": "%2$s", "clusterIPs": ["%2$s"],
          "ipFamilies": ["IPv4"], "ipFamilyPolicy": "SingleStack", "selector": {"app": "%1$s"},
          "sessionAffinity": "None", "internalTrafficPolicy": "Cluster",
          "ports": [{"name": "http", "protocol": "TCP", "port": %3$d, "targetPort": %4$d}]}}
        """
            .formatted(name(number), clusterIp(number), PORT, TARGET_PORT));
  }

  /// The slice of a Service.
  public static KubernetesObject slice(int service, List<IpAddress> addresses) {
    return BenchLab.object(
        """
        {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
         "metadata": {"name": "%1$s-1", "namespace": "bench",
          "labels": {"kubernetes.io/service-name": "%1$s"}},
         "addressType": "IPv4", "ports": [{"name": "http", "protocol": "TCP", "port": %2$d}],
         "endpoints": [%3$s]}
        """
            .formatted(
                name(service),
                TARGET_PORT,
                addresses.stream().map(ManyServices::endpoint).collect(Collectors.joining(", "))));
  }

  private static String endpoint(IpAddress address) {
    return """
    {"addresses": ["%1$s"], "nodeName": "node-%2$d",
     "conditions": {"ready": true, "serving": true, "terminating": false},
     "targetRef": {"kind": "Pod", "namespace": "bench", "name": "pod-%1$s"}}
    """
        .formatted(address, address.toInt() % OTHER_NODES);
  }
}
