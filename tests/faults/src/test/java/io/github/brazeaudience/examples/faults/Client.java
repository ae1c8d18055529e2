package io.github.brazeaudience.examples.faults;

import io.github.brazeaudience.examples.transport.JdkHttpBrazeTransport;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;

/** Transports under test. */
enum Client {
  OKHTTP {
    @Override
    BrazeTransport plain() {
      return OkHttpBrazeTransport.create();
    }

    @Override
    BrazeTransport trusting(TestBed testBed) {
      FakeBraze braze = testBed.braze();
      OkHttpClient.Builder client =
          new OkHttpClient.Builder()
              .sslSocketFactory(braze.sslContext().getSocketFactory(), braze.trustManager());
      testBed
          .proxyPort()
          .ifPresent(port -> client.proxy(new Proxy(Proxy.Type.HTTP, proxyAddress(port))));
      return OkHttpBrazeTransport.using(client.build());
    }
  },
  JDK {
    @Override
    BrazeTransport plain() {
      return JdkHttpBrazeTransport.create();
    }

    @Override
    BrazeTransport trusting(TestBed testBed) {
      HttpClient.Builder client = HttpClient.newBuilder().sslContext(testBed.braze().sslContext());
      testBed.proxyPort().ifPresent(port -> client.proxy(ProxySelector.of(proxyAddress(port))));
      return JdkHttpBrazeTransport.using(client.build());
    }
  };

  abstract BrazeTransport plain();

  abstract BrazeTransport trusting(TestBed testBed);

  private static InetSocketAddress proxyAddress(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  BrazeTransport transportTo(TestBed testBed) {
    return testBed.decorate(testBed.braze().endpoints().cleartext() ? plain() : trusting(testBed));
  }

  /** {@return a transport with a shorter timeout for its first requests} */
  static BrazeTransport withShortTimeout(BrazeTransport transport, int times, Duration limit) {
    AtomicInteger starts = new AtomicInteger();
    return new BrazeTransport() {
      @Override
      public Exchange start(TransportRequest request) {
        return transport.start(
            starts.getAndIncrement() < times ? request.withTimeout(limit) : request);
      }

      @Override
      public void close() {
        transport.close();
      }
    };
  }
}
