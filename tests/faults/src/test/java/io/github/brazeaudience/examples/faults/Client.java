package io.github.brazeaudience.examples.faults;

import io.github.brazeaudience.examples.transport.JdkHttpBrazeTransport;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportRequest;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;

/** The transports that meet with the faults. */
enum Client {
  OKHTTP {
    @Override
    BrazeTransport plain() {
      return OkHttpBrazeTransport.create();
    }

    @Override
    BrazeTransport trusting(FakeBraze braze) {
      return OkHttpBrazeTransport.using(
          new OkHttpClient.Builder()
              .sslSocketFactory(braze.sslContext().getSocketFactory(), braze.trustManager())
              .build());
    }
  },
  JDK {
    @Override
    BrazeTransport plain() {
      return JdkHttpBrazeTransport.create();
    }

    @Override
    BrazeTransport trusting(FakeBraze braze) {
      return JdkHttpBrazeTransport.using(
          HttpClient.newBuilder().sslContext(braze.sslContext()).build());
    }
  };

  abstract BrazeTransport plain();

  abstract BrazeTransport trusting(FakeBraze braze);

  BrazeTransport transportTo(Site site) {
    return site.around(site.braze().endpoints().cleartext() ? plain() : trusting(site.braze()));
  }

  /** A transport that has less time than usual for its first requests. */
  static BrazeTransport hurried(BrazeTransport transport, int times, Duration limit) {
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
