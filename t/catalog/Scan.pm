package Scan;

# What the tests of the catalog share: privacy-scan, run and looked at.

use strict;
use warnings;

use Exporter 'import';
use File::Temp;
use IPC::Open3;
use Symbol 'gensym';

our @EXPORT = qw/ $home $scan $dir run filter put slurp catalog /;

our $home = $ENV{PRIVACY_HOME} || '.';
our $scan = $ENV{PRIVACY_SCAN} || "$home/build/privacy-scan";
our $dir = File::Temp->newdir('privacy-catalog.XXXXXX', TMPDIR => 1);


sub slurp {
    my ($name) = @_;

    open my $in, '<:raw', $name or die "$name: $!";
    local $/;
    return scalar <$in> // '';
}


# a file of that name in the test's own directory; its whole name

sub put {
    my ($name, $text) = @_;
    my $path = "$dir/$name";

    open my $out, '>:raw', $path or die "$path: $!";
    print $out $text;
    close $out or die "$path: $!";

    return $path;
}


# privacy-scan with these arguments and that input: output, errors, status

sub run {
    my ($input, @args) = @_;
    my $in = put('.in', $input // '');

    open my $from, '<:raw', $in or die "$in: $!";

    my $pid = open3('<&' . fileno($from), my $out, my $err = gensym,
                    $scan, @args);

    binmode $out;

    # what it says on standard error is short

    local $/;
    my $said = <$out>;
    my $told = <$err>;

    waitpid $pid, 0;

    return ($said // '', $told // '', $? >> 8, $? & 127);
}


sub filter {
    my ($page, @args) = @_;
    my ($out, $err, $code, $signal) = run($page, '--filter', @args);

    die "privacy-scan --filter @args: $code, $signal: $err"
        if $code != 0 || $signal != 0;

    return $out;
}


# the built-in catalog: id => word => its values

sub catalog {
    my $text = slurp("$home/src/catalog/vendors.conf");
    my %vendors;

    my $string = qr/"(?:[^"\\]|\\.)*"/s;

    $text =~ s/($string)|#[^\n]*/$1 \/\/ ''/ge;

    while ($text =~ /([\w.-]+)\s*\{((?:$string|[^"}])*)\}/g) {
        my ($id, $body) = ($1, $2);

        $vendors{$id} = {};

        while ($body =~ /(\w+)\s+((?:$string|[^";])+);/g) {
            my ($word, $values) = ($1, $2);

            push @{ $vendors{$id}{$word} },
                 map { s/^"|"$//gr =~ s/\\(.)/$1/gr }
                     $values =~ /$string|[^"\s]+/g;
        }
    }

    return \%vendors;
}


1;
