package io.weft.cni.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cni.relay.RelayDecoder;
import io.weft.cni.relay.RelayReply;
import io.weft.cni.relay.RelayRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real executable, as installed, against an agent that is played here.
class ExecutableTest {
  @TempDir private Path directory;

  private record Output(int status, String stdout) {}

  @BeforeEach
  void install() throws IOException {
    new Installation(directory, directory).installExecutable(directory.resolve("agent.sock"));
  }

  private Output execute(Map<String, String> environment, String stdin) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(directory.resolve("weft-cni").toString());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(stdin.getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      // It need not read all of what is too long.
    }
    String stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return new Output(process.exitValue(), stdout);
  }

  private ServerSocketChannel listen(Path path) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    return server;
  }

  /// Serves one connection.
  private static CompletableFuture<RelayRequest> serve(ServerSocketChannel server, byte[] reply) {
    return CompletableFuture.supplyAsync(() -> {
      try (SocketChannel connection = server.accept()) {
        RelayDecoder decoder = new RelayDecoder();
        Optional<RelayRequest> request = Optional.empty();
        ByteBuffer buffer = ByteBuffer.allocate(65_536);
        while (request.isEmpty() && connection.read(buffer.clear()) > 0) {
          request = decoder.append(Arrays.copyOf(buffer.array(), buffer.position()));
        }
        ByteBuffer out = ByteBuffer.wrap(reply);
        while (out.hasRemaining()) {
          connection.write(out);
        }
        return request.orElseThrow();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  @Test
  void environmentAndInputGoThereAndTheAnswerComesBack() throws Exception {
    try (ServerSocketChannel server = listen(directory.resolve("agent.sock"))) {
      CompletableFuture<RelayRequest> request =
          serve(server, RelayReply.success("{\"ips\":[]}").encode());
      Output output =
          execute(Map.of("CNI_COMMAND", "ADD", "CNI_ARGS", "", "HOME", "/root"), "{\"a\":1}");
      assertThat(output).isEqualTo(new Output(0, "{\"ips\":[]}"));
      assertThat(request.get())
          .isEqualTo(new RelayRequest(Map.of("CNI_COMMAND", "ADD", "CNI_ARGS", ""), "{\"a\":1}"));
    }
  }

  @Test
  void aFailureIsPrintedAndIsTheExitStatus() throws Exception {
    try (ServerSocketChannel server = listen(directory.resolve("agent.sock"))) {
      CompletableFuture<RelayRequest> request =
          serve(server, new RelayReply(false, "{\"code\":7}").encode());
      assertThat(execute(Map.of("CNI_COMMAND", "ADD"), "{}"))
          .isEqualTo(new Output(1, "{\"code\":7}"));
      assertThat(request.get().stdin()).isEqualTo("{}");
    }
  }

  @Test
  void aLongInputAndALongAnswerPass() throws Exception {
    String megabyte = "x".repeat(RelayDecoder.MAX_STDIN);
    try (ServerSocketChannel server = listen(directory.resolve("agent.sock"))) {
      CompletableFuture<RelayRequest> request =
          serve(server, RelayReply.success(megabyte).encode());
      assertThat(execute(Map.of(), megabyte).stdout()).isEqualTo(megabyte);
      assertThat(request.get().stdin()).isEqualTo(megabyte);
    }
  }

  @Test
  void inputBeyondTheLimitIsRefusedBeforeAnyoneIsAsked() throws Exception {
    Output output = execute(Map.of(), "x".repeat(RelayDecoder.MAX_STDIN + 1));
    assertThat(output.status()).isEqualTo(1);
    assertThat(output.stdout()).contains("\"code\":7", "longer than 1 MiB");
    Output other = execute(Map.of("CNI_ARGS", "x".repeat(RelayDecoder.MAX_ENVIRONMENT)), "");
    assertThat(other.stdout()).contains("\"code\":4", "longer than 64 KiB");
  }

  @Test
  void anUnreachableAgentMeansTryAgainLaterInTheVersionAsked() throws Exception {
    Output output = execute(Map.of("CNI_COMMAND", "ADD"), "{\"cniVersion\" : \"0.4.0\"}");
    assertThat(output.status()).isEqualTo(1);
    assertThat(output.stdout())
        .startsWith("{\"cniVersion\":\"0.4.0\",\"code\":11,")
        .contains("agent.sock");
  }

  @Test
  void anUnreachableAgentMeansNotAvailableWhenTheStatusIsAsked() throws Exception {
    Output output = execute(Map.of("CNI_COMMAND", "STATUS"), "{\"cniVersion\": \"1.1.0\"}");
    assertThat(output.status()).isEqualTo(1);
    assertThat(output.stdout()).startsWith("{\"cniVersion\":\"1.1.0\",\"code\":50,");
  }

  @Test
  void anAgentThatHangsUpMeansTryAgainLater() throws Exception {
    try (ServerSocketChannel server = listen(directory.resolve("agent.sock"))) {
      CompletableFuture<RelayRequest> request = serve(server, new byte[0]);
      assertThat(execute(Map.of("CNI_COMMAND", "DEL"), "{}").stdout())
          .contains("\"code\":11", "without an answer");
      assertThat(request.get().environment()).containsEntry("CNI_COMMAND", "DEL");
    }
  }

  @Test
  void versionIsAnsweredWithoutAnAgent() throws Exception {
    Output output = execute(Map.of("CNI_COMMAND", "VERSION"), "");
    assertThat(output.status()).isZero();
    assertThat(output.stdout())
        .contains("\"supportedVersions\":[\"0.3.0\",\"0.3.1\",\"0.4.0\",\"1.0.0\",\"1.1.0\"]");
  }

  @Test
  void theEnvironmentMayNameAnotherSocket() throws Exception {
    Path other = directory.resolve("other.sock");
    try (ServerSocketChannel server = listen(other)) {
      CompletableFuture<RelayRequest> request = serve(server, RelayReply.success("").encode());
      assertThat(execute(Map.of("WEFT_CNI_SOCKET", other.toString()), "").status()).isZero();
      assertThat(request.get().environment()).isEmpty();
    }
  }

  @Test
  void aSocketPathThatIsTooLongIsNamed() throws Exception {
    String path = directory + "/" + "x".repeat(120);
    assertThat(execute(Map.of("WEFT_CNI_SOCKET", path), "").stdout())
        .contains("\"code\":7", "longer than 107 characters");
  }

  @Test
  void theExecutableNeedsNothingOfTheHost() throws Exception {
    Process file =
        new ProcessBuilder("ldd", directory.resolve("weft-cni").toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(file.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .containsAnyOf("not a dynamic executable", "statically linked");
    assertThat(Files.size(directory.resolve("weft-cni"))).isLessThan(2_000_000);
  }
}
