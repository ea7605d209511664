(* The optimum of one loop (arXiv 2410.08292) over all A, for Gaussian inputs: it is isotropic. *)
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Coq Require Import Ring Field.
From Lemmascope Require Import field_tactic.
From Lemmascope.looped Require Import exact_error expectation.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variables (R : realFieldType) (O : Type) (E : expectation R O) (d n : nat) (X : O -> 'M[R]_(d, n)).
Definition same (T : eqType) (a b : T) : R := (a == b)%:R.
(* what is used of independent standard Gaussian entries: their second and fourth moments, those by the sum
   over pairings *)
Definition gaussian_moments : Prop :=
  [/\ mean E (fun=> 1) = 1,
      forall i k j l, mean E (fun o => X o i k * X o j l) = same i j * same k l &
      forall i k j l p q r s,
        mean E (fun o => (X o i k * X o j l) * (X o p q * X o r s))
        = same i j * same k l * (same p r * same q s) + same i p * same k q * (same j r * same l s)
          + same i r * same k s * (same j p * same l q)].
(* the loss of one loop with u = 0, for queries and maps of covariance I: E |I - S A|_F^2 *)
Definition one_loop_loss (A : 'M[R]_d) : R :=
  \sum_i \sum_j mean E (fun o => Mres A 1 (X o) i j * Mres A 1 (X o) i j).
Definition best_scale : R := n%:R / (n%:R + d%:R + 1).
End Defs.

(* ---------- statements ---------- *)
(** theorem looped/OneLoopOptimum
    says: For one loop and inputs with the second and fourth moments of independent standard Gaussians the loss
      of A is d (d + 1) / (n + d + 1) plus (n + d + 1) / n times the squared distance of A from n / (n + d + 1)
      times the identity: that is the only optimum over all A.
    leaves out: That Gaussian inputs have those moments is not proved; query and map of covariance I enter as
      the Frobenius norm of I - S A.
    supports: looped/one-loop-optimum *)
Definition OneLoopOptimum_statement : Prop :=
  forall (R : realFieldType) (O : Type) (E : expectation R O) d n (X : O -> 'M[R]_(d, n)) (A : 'M[R]_d),
  (0 < n)%N -> ok_matrix E X -> gaussian_moments E X ->
  let N := n%:R + d%:R + 1 : R in
  one_loop_loss E X A = d%:R * (d%:R + 1) / N
    + N / n%:R * \sum_i \sum_j (A i j - best_scale R d n * same R i j) ^+ 2.

(* ---------- proofs ---------- *)
Section OneLoop.
Variables (R : realFieldType) (O : Type) (E : expectation R O) (d n : nat) (X : O -> 'M[R]_(d, n)).
Add Field RF : (RingTac.ft R).
Hypotheses (n0 : (0 < n)%N) (HX : ok_matrix E X) (G : gaussian_moments E X).
Notation D := (same R).
Definition s (i k : 'I_d) o : R := n%:R^-1 * \sum_l X o i l * X o k l.
Let nn : (n%:R : R) != 0. Proof. by rewrite pnatr_eq0 -lt0n. Qed.
Lemma same_same (T : eqType) (a b : T) : D a b * D a b = D a b.
Proof. by rewrite /same; case: (a == b); rewrite ?mulr1 ?mulr0. Qed.
Lemma same_diag (T : eqType) (a : T) : D a a = 1. Proof. by rewrite /same eqxx. Qed.
Lemma same_sym (T : eqType) (a b : T) : D a b = D b a. Proof. by rewrite /same eq_sym. Qed.
Lemma sum_same (T : finType) (a : T) (f : T -> R) : \sum_b D a b * f b = f a.
Proof.
rewrite (bigD1 a) //= same_diag mul1r big1 ?addr0 // => b /negbTE ba.
by rewrite /same eq_sym ba mul0r.
Qed.
Lemma sum_same1 (T : finType) (a : T) : \sum_b D a b = 1.
Proof. by rewrite -[RHS](sum_same a (fun=> 1)); apply: eq_bigr => b _; rewrite mulr1. Qed.
Lemma ok_pair i k j l : ok E (fun o => X o i k * X o j l).
Proof. by apply: ok_mul; apply: HX. Qed.
Lemma ok_s i k : ok E (s i k).
Proof. by apply: ok_scale; apply: ok_sum => l; apply: ok_pair. Qed.
Lemma mean_s i k : mean E (s i k) = D i k.
Proof.
have [_ G2 _] := G; rewrite /s mean_scale; last by apply: ok_sum => l; apply: ok_pair.
rewrite mean_sum; last by move=> l; apply: ok_pair.
under eq_bigr do rewrite G2 same_diag mulr1.
by rewrite sumr_const card_ord -mulr_natl mulrA mulVf // mul1r.
Qed.
Lemma mean_ss i k k' : mean E (fun o => s i k o * s i k' o)
  = D i k * D i k' + n%:R^-1 * (D k k' + D i k * D i k').
Proof.
have [_ _ G4] := G; pose Q l l' o := (X o i l * X o k l) * (X o i l' * X o k' l').
have okQ l l' : ok E (Q l l') by apply: ok_mul; apply: ok_pair.
rewrite (mean_ext E (g := fun o => (n%:R^-1 * n%:R^-1) * \sum_l \sum_l' Q l l' o)) => [|o]; last first.
  by rewrite /s mulrACA; congr (_ * _); rewrite big_distrl; apply: eq_bigr => l _; rewrite big_distrr.
rewrite mean_scale; last by apply: ok_sum => l; apply: ok_sum.
rewrite mean_sum; last by move=> l; apply: ok_sum.
under eq_bigr => l _ do rewrite mean_sum //.
pose c1 := D i k * D i k'; pose c2 := D k k' + D i k * D i k'.
have -> : \sum_l \sum_l' mean E (Q l l') = \sum_(l < n) (n%:R * c1 + c2).
  apply: eq_bigr => l _; rewrite -(sum_same l (fun=> c2)) mulr_natl -[c1 *+ n](_ : \sum_(l' < n) c1 = _).
    rewrite -big_split; apply: eq_bigr => l' _ /=; rewrite /Q G4 !same_diag !mulr1 !mul1r.
    rewrite (same_sym k i) /c1 /c2; move: (D i k) (D i k') (D k k') (D l l') (same_same l l') => a b c e ee.
    rewrite -addrA; congr (_ + _); rewrite -{1 3}ee.
    by rnorm R; ring.
  by rewrite sumr_const card_ord.
rewrite sumr_const card_ord -mulr_natl; move/eqP: nn; move: (n%:R : R) c1 c2 => m a b mn.
by rnorm R; field.
Qed.
End OneLoop.
