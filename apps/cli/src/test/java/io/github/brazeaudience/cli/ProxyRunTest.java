package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.options.ConnectionOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Credentials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Selection of the proxy that a run connects through. The proxy here refuses every tunnel. */
@Timeout(60)
class ProxyRunTest {
  private static final String HOST = "rest.braze.invalid";
  private static final String LINE =
      "{\"identities\":{\"customer_id\":\"u-1\"},\"member_of\":[{\"id\":1}]}\n";

  private final List<List<String>> requests = new CopyOnWriteArrayList<>();
  private ServerSocket proxy;

  @BeforeEach
  void start() throws IOException {
    proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
  }

  private void serve() {
    while (!proxy.isClosed()) {
      try (Socket socket = proxy.accept()) {
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        List<String> head = new ArrayList<>();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
          head.add(line);
        }
        requests.add(head);
        socket
            .getOutputStream()
            .write(
                "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        if (!proxy.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private String address() {
    return "127.0.0.1:" + proxy.getLocalPort();
  }

  private CommandLineRun run(Map<String, String> variables, String... more) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put(ConnectionOptions.DEFAULT_KEY_VARIABLE, TrackServer.KEY);
    CommandLineRun run =
        CommandLineRun.forward(
            "--rest-endpoint", HOST, "--deadline=100ms", "--give-up-after=100ms");
    List.of(more).forEach(run::arg);
    return run.environment(environment).in(LINE).run();
  }

  @Test
  void run_option_connectsThroughIt() {
    CommandLineRun run = run(Map.of("HTTPS_PROXY", "http://127.0.0.1:1"), "--proxy", address());
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
    assertThat(requests).isNotEmpty();
    assertThat(requests.get(0).get(0)).isEqualTo("CONNECT " + HOST + ":443 HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https_proxy", "HTTPS_PROXY"})
  void run_variable_connectsThroughItWithItsCredentials(String variable) {
    CommandLineRun run = run(Map.of(variable, "http://user:SECRET@" + address()));
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
    assertThat(requests).isNotEmpty();
    assertThat(requests.get(0))
        .contains("CONNECT " + HOST + ":443 HTTP/1.1")
        .contains("Proxy-Authorization: " + Credentials.basic("user", "SECRET"));
    assertThat(run.err()).doesNotContain("SECRET");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS_PROXY, ADDRESS, NO_PROXY, braze.invalid",
    "HTTPS_PROXY, ADDRESS, no_proxy, *",
    "HTTPS_PROXY, ADDRESS, https_proxy, ''",
    "HTTP_PROXY, ADDRESS, http_proxy, ADDRESS"
  })
  void run_variablesThatNameNoProxy_connectDirectly(
      String first, String value, String second, String other) {
    CommandLineRun run =
        run(
            Map.of(
                first,
                value.replace("ADDRESS", address()),
                second,
                other.replace("ADDRESS", address())));
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
    assertThat(requests).isEmpty();
  }

  @Test
  void run_endpointOnThisMachine_isReachedWithoutTheProxyOfTheVariable() throws Exception {
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run =
          CommandLineRun.forward("--rest-endpoint", server.endpoint())
              .environment(
                  Map.of(
                      ConnectionOptions.DEFAULT_KEY_VARIABLE,
                      TrackServer.KEY,
                      "HTTPS_PROXY",
                      address()))
              .in(LINE)
              .run();
      assertThat(run.exitCode()).as(run.toString()).isZero();
      assertThat(server.requests()).isEqualTo(1);
    }
    assertThat(requests).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--proxy=nowhere|HOST:PORT",
        "--proxy=http://proxy:3128|write \"proxy:3128\"",
        "--proxy=u:SECRET@proxy:3128|HTTPS_PROXY",
        "--proxy=|HOST:PORT"
      })
  void run_badOption_isExit2(String option, String message) {
    CommandLineRun run = run(Map.of(), option);
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains("--proxy", message)
        .doesNotContain("SECRET");
  }

  @Test
  void run_badVariable_isExit2() {
    CommandLineRun run = run(Map.of("HTTPS_PROXY", "socks5://u:SECRET@proxy:1080"));
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains("\"HTTPS_PROXY\"", "http://HOST:PORT")
        .doesNotContain("SECRET");
  }
}
