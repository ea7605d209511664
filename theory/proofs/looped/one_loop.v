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
by rewrite sumr_const card_ord -[D i k *+ n]mulr_natl mulrA mulVf // mul1r.
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
    rewrite -addrA; congr (_ + _); rewrite -[in RHS]ee.
    by rnorm R; ring.
  by rewrite sumr_const card_ord.
rewrite sumr_const card_ord -[(_ + c2) *+ n]mulr_natl -/c2 -/c1.
move/eqP: nn; move: (n%:R : R) c1 c2 => m a b mn.
by rnorm R; field.
Qed.
Lemma residual A o i j : Mres A 1 (X o) i j = D i j - \sum_k s i k o * A k j.
Proof.
rewrite /Mres /= mul1mx mxE [in X in _ + X]mxE mxE [in X in _ - X]mxE; congr (_ - _).
apply: eq_bigr => k _; congr (_ * _); rewrite /Smat !mxE /s; congr (_ * _).
by apply: eq_bigr => l _; rewrite mxE.
Qed.
Lemma mean_residual A i j : mean E (fun o => Mres A 1 (X o) i j * Mres A 1 (X o) i j)
  = D i j - 2%:R * (D i j * A i j) + (1 + n%:R^-1) * A i j ^+ 2 + n%:R^-1 * \sum_k A k j ^+ 2.
Proof.
have [G1 _ _] := G; pose a (k : 'I_d) : R := A k j; pose b := D i j.
have okss k k' : ok E (fun o => s i k o * s i k' o) by apply: ok_mul; apply: ok_s.
rewrite (mean_ext E (g := fun o => (b * b) * 1 + ((\sum_k (- 2%:R * (b * a k)) * s i k o)
    + \sum_k \sum_k' (a k * a k') * (s i k o * s i k' o)))) => [|o]; last first.
  rewrite !residual -/b.
  have -> : \sum_k \sum_k' (a k * a k') * (s i k o * s i k' o)
      = (\sum_k s i k o * A k j) * (\sum_k s i k o * A k j).
    rewrite big_distrl; apply: eq_bigr => k _; rewrite big_distrr; apply: eq_bigr => k' _ /=.
    by rewrite /a mulrC mulrACA.
  have -> : \sum_k (- 2%:R * (b * a k)) * s i k o = - 2%:R * (b * (\sum_k s i k o * A k j)).
    rewrite !big_distrr; apply: eq_bigr => k _ /=.
    by rewrite /a; move: (- 2%:R : R) b (A k j) (s i k o) => x y z w; rnorm R; ring.
  by move: (\sum_k _) b => x y; rnorm R; ring.
have ok1 : ok E (fun=> (b * b) * 1) by apply: ok_const.
have ok2 : ok E (fun o => \sum_k (- 2%:R * (b * a k)) * s i k o).
  by apply: ok_sum => k; apply: ok_scale; apply: ok_s.
have ok3 : ok E (fun o => \sum_k \sum_k' (a k * a k') * (s i k o * s i k' o)).
  by apply: ok_sum => k; apply: ok_sum => k'; apply: ok_scale.
rewrite (mean_add ok1 (ok_add ok2 ok3)) (mean_add ok2 ok3) (mean_scale _ (ok_const E 1)) G1 mulr1.
rewrite mean_sum; last by move=> k; apply: ok_scale; apply: ok_s.
rewrite mean_sum; last by move=> k; apply: ok_sum => k'; apply: ok_scale.
have -> : \sum_k mean E (fun o => (- 2%:R * (b * a k)) * s i k o) = - 2%:R * (b * a i).
  rewrite -[RHS](sum_same i (fun k => - 2%:R * (b * a k))); apply: eq_bigr => k _.
  by rewrite mean_scale ?mean_s 1?mulrC //; apply: ok_s.
have -> : \sum_k mean E (fun o => \sum_k' (a k * a k') * (s i k o * s i k' o))
    = \sum_k (D i k * (a k * a i * (1 + n%:R^-1)) + n%:R^-1 * a k ^+ 2).
  apply: eq_bigr => k _; rewrite mean_sum; last by move=> k'; apply: ok_scale.
  rewrite (eq_bigr (fun k' => D i k' * (a k * a k' * (1 + n%:R^-1) * D i k)
      + D k k' * (n%:R^-1 * (a k * a k')))) => [|k' _].
    rewrite big_split /= !sum_same expr2; congr (_ + _).
    by rewrite mulrC.
  rewrite mean_scale // mean_ss; move: (D i k) (D i k') (D k k') (a k) (a k') (n%:R^-1) => x y z u v w.
  by rnorm R; ring.
rewrite big_split /= sum_same -mulr_sumr /b same_same /a expr2.
move: (\sum_k _) (D i j) (A i j) (n%:R^-1) (2%:R : R) => x y z u v.
by rnorm R; ring.
Qed.
End OneLoop.
Section Fractions.
Variable R : realFieldType.
Add Field RF0 : (RingTac.ft R).
Lemma square_apart (e a c : R) : e * e = e ->
  (a - c * e) ^+ 2 = a ^+ 2 - 2%:R * (c * (e * a)) + c ^+ 2 * e.
Proof.
move=> ee; transitivity (a ^+ 2 - 2%:R * (c * (e * a)) + c ^+ 2 * (e * e)); last by rewrite ee.
by rnorm R; ring.
Qed.
Lemma completed (N m x P Q : R) : N = m + x + 1 -> m <> 0 -> N <> 0 ->
  x - 2%:R * P + (1 + m^-1) * Q + x * (m^-1 * Q)
  = x * (x + 1) / N + N / m * (Q - 2%:R * (m / N * P) + (m / N) ^+ 2 * x).
Proof.
move=> E mn Nn; have -> : x = N - m - 1 by rewrite E; rnorm R; ring.
by move: (2%:R : R) => two; rnorm R; field; split.
Qed.
End Fractions.
Theorem OneLoopOptimum : OneLoopOptimum_statement.
Proof.
move=> R O E d n X A n0 HX G N; rewrite /one_loop_loss.
pose Q := \sum_i \sum_j A i j ^+ 2; pose P := \sum_i \sum_j same R i j * A i j.
have nn : (n%:R : R) <> 0 by apply/eqP; rewrite pnatr_eq0 -lt0n.
have Nn : N <> 0.
  by apply/eqP; rewrite gt_eqF // ltr_spaddr ?ltr01 // addr_ge0 ?ler0n.
have P1 : \sum_i \sum_(j < d) same R i j = d%:R.
  by under eq_bigr do rewrite sum_same1; rewrite sumr_const card_ord.
have -> : \sum_i \sum_j mean E (fun o => Mres A 1 (X o) i j * Mres A 1 (X o) i j)
    = d%:R - 2%:R * P + (1 + n%:R^-1) * Q + d%:R * (n%:R^-1 * Q).
  under eq_bigr => i _ do under eq_bigr => j _ do rewrite (mean_residual n0 HX G A i j).
  under eq_bigr => i _ do rewrite big_split /= big_split /= sumrB -!mulr_sumr.
  rewrite !big_split /= sumrN -!mulr_sumr P1; congr (_ + _).
  rewrite sumr_const card_ord -[(\sum_i _) *+ d]mulr_natl mulrCA; congr (_ * (_ * _)).
  by rewrite exchange_big.
have -> : \sum_i \sum_j (A i j - best_scale R d n * same R i j) ^+ 2
    = Q - 2%:R * (best_scale R d n * P) + best_scale R d n ^+ 2 * d%:R.
  rewrite -P1 /Q /P !mulr_sumr -sumrB -big_split; apply: eq_bigr => i _ /=.
  rewrite !mulr_sumr -sumrB -big_split; apply: eq_bigr => j _ /=.
  by rewrite square_apart // same_same.
by rewrite /best_scale -/N; apply: completed.
Qed.
