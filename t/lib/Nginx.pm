package Nginx;

# An nginx of our own, for tests that are not a request and its answer:
#
#     my $nginx = Nginx->new(main => …, http => …, server => …);
#     my ($head, $body) = $nginx->get('/path', 'Name: value' …);
#
# Its end checks the error log: an alert, a crash or a finding of a sanitizer
# fails the test.

use strict;
use warnings;

use File::Path qw/ make_path remove_tree /;
use File::Temp qw/ tempdir /;
use IO::Socket::INET;
use Test::More;
use Time::HiRes qw/ sleep time /;


sub new {
    my ($class, %conf) = @_;

    my $dir = tempdir('privacy-XXXXXX', TMPDIR => 1);
    chmod 0755, $dir;
    make_path("$dir/html", "$dir/logs");
    chmod 0777, "$dir/logs";

    my $self = bless { dir => $dir, owner => $$, %conf }, $class;

    $self->{port} = port();

    my $module = $ENV{TEST_NGINX_LOAD_MODULES} || '';
    my $load = join '', map "load_module $_;\n", split ' ', $module;

    for my $name (keys %{ $conf{files} || {} }) {
        $self->write("html/$name", $conf{files}{$name});
    }

    my $text = $load . ($conf{main} || '') . "
        daemon off;
        pid $dir/nginx.pid;
        error_log $dir/logs/error.log " . ($conf{level} || 'info') . ";
        worker_processes " . ($conf{workers} || 1) . ";
        events { worker_connections 512; }
        http {
            client_body_temp_path $dir/logs/body;
            proxy_temp_path $dir/logs/proxy;
            fastcgi_temp_path $dir/logs/fastcgi;
            uwsgi_temp_path $dir/logs/uwsgi;
            scgi_temp_path $dir/logs/scgi;
            access_log off;
            types { text/html html; text/css css; application/json json; }
            root $dir/html;
            " . ($conf{http} || '') . "
            server {
                listen 127.0.0.1:$self->{port}" . ($conf{listen} || '') . ";
                " . ($conf{server} || '') . "
            }
        }
    ";

    $text =~ s/%DIR%/$dir/g;
    $text =~ s/%PORT%/$self->{port}/g;

    $self->write('nginx.conf', $text);

    my $pid = fork;
    die "fork: $!" if !defined $pid;

    if ($pid == 0) {
        open STDERR, '>', "$dir/logs/stderr";
        exec $ENV{TEST_NGINX_BINARY} || 'nginx', '-p', $dir, '-e',
             "$dir/logs/error.log", '-c', "$dir/nginx.conf"
            or die "exec: $!";
    }

    $self->{pid} = $pid;

    for (1 .. 200) {
        return $self if IO::Socket::INET->new("127.0.0.1:$self->{port}");
        sleep 0.05;
    }

    diag($self->log, $self->slurp('logs/stderr'));
    BAIL_OUT('nginx does not start');
}


sub port {
    return IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 1)
           ->sockport;
}


sub write {
    my ($self, $name, $text) = @_;

    open my $f, '>', "$self->{dir}/$name" or die "$name: $!";
    binmode $f;
    print $f $text;
    close $f;
}


sub slurp {
    my ($self, $name) = @_;

    open my $f, '<', "$self->{dir}/$name" or return '';
    binmode $f;
    local $/;
    return scalar <$f>;
}


sub log { return $_[0]->slurp('logs/error.log') }


sub connect {
    my ($self) = @_;

    my $s = IO::Socket::INET->new("127.0.0.1:$self->{port}")
        or die "connect: $!";
    $s->autoflush(1);
    return $s;
}


# get(PATH, FIELDS …): head and body, chunks put together; a body that does
# not end as it should makes the third value false

sub get {
    my ($self, $path, @fields) = @_;

    my $method = 'GET';
    $method = $1 if $path =~ s/^([A-Z]+) //;

    my $s = $self->connect;
    unshift @fields, 'Host: localhost' if !grep /^host:/i, @fields;
    print $s join "\r\n", "$method $path HTTP/1.1", @fields,
                          'Connection: close', '', '';

    return parse(drain($s), $method);
}


sub drain {
    my ($s, $seconds) = @_;
    my $all = '';

    local $SIG{ALRM} = sub { die "timeout\n" };

    eval {
        alarm($seconds || 30);
        while (sysread $s, my $part, 65536) { $all .= $part }
        alarm 0;
    };

    alarm 0;
    return $@ ? $all . "\n[timeout]" : $all;
}


sub parse {
    my ($all, $method) = @_;

    my ($head, $body) = split /\r\n\r\n/, $all, 2;
    my $whole = 1;

    $head = '' if !defined $head;
    $body = '' if !defined $body;

    if ($head =~ /^transfer-encoding: chunked/mi && $method ne 'HEAD') {
        my $out = '';
        $whole = 0;

        while ($body =~ s/^([0-9a-f]+)\r\n//i) {
            my $n = hex $1;

            if ($n == 0) {
                $whole = ($body eq "\r\n");
                last;
            }

            $out .= substr $body, 0, $n, '';
            $body =~ s/^\r\n// or last;
        }

        $body = $out;

    } elsif ($head =~ /^content-length: (\d+)/mi && $method ne 'HEAD') {
        $whole = (length $body == $1) if $head !~ m{^HTTP/1.1 304};
    }

    return ($head, $body, $whole);
}


sub field {
    my ($head, $name) = @_;

    my @values = $head =~ /^\Q$name\E:[ \t]*(.*?)\r?$/mig;
    return wantarray ? @values : $values[0];
}


sub signal {
    my ($self, $signal) = @_;

    kill $signal => $self->{pid};
}


sub DESTROY {
    my ($self) = @_;

    return if $$ != $self->{owner} || !$self->{pid};

    local ($?, $@);

    kill QUIT => $self->{pid};

    for (1 .. 100) {
        last if waitpid($self->{pid}, 1) != 0;
        kill TERM => $self->{pid} if $_ == 60;
        sleep 0.05;
    }

    my $bad = join "\n", grep {
        /\[(?:alert|emerg|crit)\]|Sanitizer|runtime error/
    } split /\n/, $self->log . $self->slurp('logs/stderr');

    is($bad, '', 'no alert in the error log') if !$self->{quiet};

    remove_tree($self->{dir});
}


1;
