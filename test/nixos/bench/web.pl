# A tiny web server for hosts of the bench: /ok is well, /moved leads elsewhere, all else is broken. The argument is its port.
use IO::Socket::INET;
my $server = IO::Socket::INET->new(LocalPort => $ARGV[0], Listen => 5, ReuseAddr => 1) or die;
while (my $client = $server->accept) {
  my ($path) = (<$client> // '') =~ m{^GET (\S+)};
  while (defined(my $line = <$client>)) { last if $line =~ /^\r?\n$/ }
  my $status = $path eq '/ok' ? '200 OK' : $path eq '/moved' ? '302 Found' : '503 Service Unavailable';
  print $client "HTTP/1.1 $status\r\nLocation: /broken\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  close $client;
}
