package Upstream;

# A scripted upstream: it says exactly the bytes that a test wants, when it
# wants, and breaks where it wants.
#
#     my $port = Upstream::start(\&answer);
#
# answer() gets the request (path, and a hash of its fields, names in lower
# case, several values joined by "|") and gives a list of steps: a string is
# sent, { sleep => SECONDS } waits, { reset => 1 } breaks the connection.
# The connection ends with the list, or goes on where the answer begins with
# { keepalive => 1 }.
#
# start(\&answer, 'fastcgi'), 'scgi' and 'uwsgi' speak those instead: the
# request's path is the parameter REQUEST_URI, its fields are HTTP_NAME.

use strict;
use warnings;

use IO::Socket::INET;
use Socket qw/ SOL_SOCKET SO_LINGER TCP_NODELAY IPPROTO_TCP /;
use Time::HiRes qw/ sleep /;

my @children;
my $owner = $$;


sub start {
    my ($answer, $protocol) = @_;

    my $listen = IO::Socket::INET->new(
        LocalAddr => '127.0.0.1', Listen => 64, ReuseAddr => 1
    ) or die "cannot listen: $!";

    my $port = $listen->sockport;
    my $pid = fork;

    die "fork: $!" if !defined $pid;

    if ($pid == 0) {
        serve($listen, $answer, $protocol || 'http');
        POSIX::_exit(0);
    }

    push @children, $pid;
    close $listen;

    return $port;
}


sub serve {
    my ($listen, $answer, $protocol) = @_;

    require POSIX;

    $SIG{CHLD} = 'IGNORE';
    $SIG{PIPE} = 'IGNORE';
    $SIG{TERM} = sub { POSIX::_exit(0) };
    $SIG{INT} = $SIG{TERM};

    my $parent = getppid;

    while (getppid == $parent) {
        my $r = '';
        vec($r, fileno($listen), 1) = 1;
        next if select($r, undef, undef, 1) <= 0;

        my $c = $listen->accept or next;

        if (fork == 0) {
            close $listen;
            alarm 60;
            eval { 1 while talk($c, $answer, $protocol) };
            POSIX::_exit(0);
        }

        close $c;
    }
}


sub talk {
    my ($c, $answer, $protocol) = @_;

    my $fields = $protocol eq 'http' ? read_http($c)
                                     : params(__PACKAGE__->can("read_$protocol")->($c));

    return 0 if !defined $fields;

    setsockopt $c, IPPROTO_TCP, TCP_NODELAY, pack('l', 1);

    my $keep = 0;

    for my $step ($answer->($fields->{':path'}, $fields)) {

        if (!ref $step) {

            # those that speak CGI say the status in a field

            $step =~ s{^HTTP/1\.1 }{Status: } if $protocol =~ /^(fastcgi|scgi)$/;

            if ($protocol eq 'fastcgi') {
                my $text = $step;
                $step = '';

                while (length $text) {
                    $step .= record(6, substr $text, 0, 60000, '');
                }
            }

            return 0 if !put($c, $step);

        } elsif ($step->{sleep}) {
            sleep $step->{sleep};

        } elsif ($step->{keepalive}) {
            $keep = 1;

        } elsif ($step->{reset}) {
            setsockopt $c, SOL_SOCKET, SO_LINGER, pack('ii', 1, 0);
            close $c;
            return 0;

        } elsif ($step->{abort}) {
            close $c;
            return 0;
        }
    }

    put($c, record(6, '') . record(3, pack 'NCx3', 0, 0))
        if $protocol eq 'fastcgi';

    return $keep;
}


sub put {
    my ($c, $text) = @_;
    my $at = 0;

    while ($at < length $text) {
        my $n = syswrite $c, $text, length($text) - $at, $at;
        return 0 if !defined $n;
        $at += $n;
    }

    return 1;
}


sub read_http {
    my ($c) = @_;
    my ($line, %fields, $body);

    $line = <$c>;
    return if !defined $line;

    my ($method, $path) = split ' ', $line;

    while (defined($line = <$c>)) {
        $line =~ s/\r?\n$//;
        last if $line eq '';

        my ($name, $value) = split /:\s*/, $line, 2;
        $name = lc $name;
        $fields{$name} = exists $fields{$name} ? "$fields{$name}|$value"
                                               : $value;
    }

    $fields{':method'} = $method;
    $fields{':path'} = $path;

    read $c, $body, $fields{'content-length'} if $fields{'content-length'};
    $fields{':body'} = $body;

    return \%fields;
}


# parameters as CGI has them, to a request's fields

sub params {
    my ($params) = @_;
    my %fields;

    return if !defined $params;

    for my $name (keys %$params) {
        my $field = lc $name;
        next if $field !~ s/^http_//;

        $field =~ tr/_/-/;
        $fields{$field} = $params->{$name};
    }

    $fields{':method'} = $params->{REQUEST_METHOD};
    $fields{':path'} = $params->{REQUEST_URI};

    return \%fields;
}


# SCGI: a netstring of NUL-terminated names and values

sub read_scgi {
    my ($c) = @_;
    my ($text, $len, $byte) = ('', '', '');

    while (read($c, $byte, 1) && $byte ne ':') { $len .= $byte }

    return if $len !~ /^\d+$/;
    read $c, $text, $len + 1;

    return { $text =~ /([^\0]*)\0([^\0]*)\0/g };
}


# uwsgi: a head of four bytes, then lengths and bytes, little-endian

sub read_uwsgi {
    my ($c) = @_;
    my ($head, $text);

    read($c, $head, 4) == 4 or return;
    read $c, $text, unpack 'xv', $head;

    return { unpack '(v/a)*', $text };
}


# FastCGI: records; parameters end with an empty one, and so does the input

sub read_fastcgi {
    my ($c) = @_;
    my ($text, %params) = ('');

    for ( ;; ) {
        read($c, my $head, 8) == 8 or return;
        my ($type, $len, $padding) = unpack 'xCx2nC', $head;
        read $c, my($content), $len;
        read $c, my($rest), $padding if $padding;

        $text .= $content if $type == 4;
        last if $type == 5 && $len == 0;
    }

    while (length $text) {
        my @len = map {
            my $n = ord $text;
            $n < 128 ? unpack 'C', substr $text, 0, 1, ''
                     : (unpack 'N', substr $text, 0, 4, '') & 0x7fffffff
        } 1 .. 2;

        my $name = substr $text, 0, $len[0], '';
        $params{$name} = substr $text, 0, $len[1], '';
    }

    return \%params;
}


sub record {
    my ($type, $content) = @_;

    return pack('CCnnCx', 1, $type, 1, length $content, 0) . $content;
}


# http(BODY, FIELDS …): a response with its length; chunked(SIZE, BODY,
# FIELDS …): one in chunks of SIZE bytes, each sent on its own

sub http {
    my ($body, @fields) = @_;

    push @fields, "Content-Type: text/html" if !grep /^content-type:/i, @fields;

    return join("\r\n", "HTTP/1.1 200 OK", @fields, "Connection: close",
                "Content-Length: " . length $body, "", "") . $body;
}


sub chunked {
    my ($size, $body, @fields) = @_;

    push @fields, "Content-Type: text/html" if !grep /^content-type:/i, @fields;

    my @steps = (join "\r\n", "HTTP/1.1 200 OK", @fields, "Connection: close",
                 "Transfer-Encoding: chunked", "", "");

    for (my $i = 0; $i < length $body; $i += $size) {
        my $part = substr $body, $i, $size;
        push @steps, sprintf("%x\r\n%s\r\n", length $part, $part);
    }

    return (@steps, "0\r\n\r\n");
}


END {
    if ($$ == $owner && @children) {
        local $?;
        kill TERM => @children;
        waitpid $_, 0 for @children;
    }
}


1;
